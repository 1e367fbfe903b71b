import type { Page } from 'playwright-core';

/** Waits until a console page shows its content and has rendered twice since: charts and sizes follow the first. */
export async function isSettled(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { name: heading, exact: true }).first().waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.waitForFunction(() => {
    const charts = [...document.querySelectorAll('.chart-canvas')];
    return charts.every((chart) => chart.querySelector('canvas') !== null);
  });
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  });
}
