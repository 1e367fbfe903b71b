import type { Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../../../scripts/check/product';
import {
  clearStage,
  describeWithChromium,
  goTo,
  isLive,
  isSignedIn,
  openPage,
  STOCK,
  type Stage,
  setStage,
  signIn,
} from './browser';

let stage: Stage;

/** More stops than any page has: whoever never comes round is caught somewhere. */
const STOPS_MAX = 200;

interface Stop {
  readonly html: string;
  readonly isCovered: boolean;
  readonly isMarked: boolean;
}

/** Where the focus is now, whether it can be seen, and whether anything lies over it (WCAG 2.4.7, 2.4.11). */
async function stopAt(page: Page): Promise<Stop | undefined> {
  return await page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return undefined;
    const box = focused.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    // What surrounds a field shows the focus for it, and a link that takes in its row shows it around the row.
    const marks = [focused, focused.closest('.input') ?? focused].map((each) => getComputedStyle(each));
    marks.push(getComputedStyle(focused, '::after'));
    return {
      html: focused.outerHTML.slice(0, 120),
      isCovered: top === null || !(focused.contains(top) || top.contains(focused)),
      isMarked: marks.some(
        ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0,
      ),
    };
  });
}

describeWithChromium('the console by keys', () => {
  beforeAll(async () => {
    stage = await setStage();
  }, 180_000);
  afterAll(() => clearStage(stage));

  test('a user signs in, finds a stock and buys by keys alone', async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    const { keyboard } = page;
    await page.goto(stage.product.url);
    await page.locator('#username:focus').waitFor();
    await keyboard.type('demo');
    await keyboard.press('Tab');
    await keyboard.type(DEMO_PASSWORD);
    await keyboard.press('Enter');
    await isSignedIn(page, 'demo');

    await keyboard.press('Control+k');
    await page.locator('.finder input:focus').waitFor();
    await keyboard.type('cib');
    await page.locator('#found-0[aria-selected=true]', { hasText: 'CIB' }).waitFor();
    await keyboard.press('Enter');
    await page.waitForURL(`**/stocks/${STOCK}`);
    await page.getByRole('heading', { name: 'CIB', exact: true }).waitFor();
    await page.locator('.finder').waitFor({ state: 'detached' });

    await keyboard.press('b');
    await page.locator('#shares:focus').waitFor();
    await keyboard.type('7');
    await keyboard.press('Tab');
    await page.locator('#limit:focus').waitFor();
    await keyboard.type('1');
    await keyboard.press('Control+Enter');
    await page.locator('.placed', { hasText: '7 left to fill, at most 1.00' }).waitFor();
    await watched.context.close();
  });

  test.each([
    [375, `/stocks/${STOCK}`, 'CIB'],
    [1440, `/stocks/${STOCK}`, 'CIB'],
    [1440, '/portfolio', 'Portfolio'],
    [375, '/settings', 'Settings'],
  ])('at %p px on %s the focus is seen wherever Tab brings it', async (width, path, heading) => {
    const watched = await openPage(stage, { viewport: { width, height: 800 }, reducedMotion: 'reduce' });
    const { page } = watched;
    await signIn(watched, stage, 'demo', DEMO_PASSWORD);
    await goTo(page, path, heading);
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    const stops: Stop[] = [];
    for (let count = 0; count < STOPS_MAX; count++) {
      await page.keyboard.press('Tab');
      const stop = await stopAt(page);
      if (stop === undefined) break;
      stops.push(stop);
    }
    expect(stops.length).toBeGreaterThan(5);
    expect(stops.length).toBeLessThan(STOPS_MAX);
    expect(stops.filter(({ isCovered, isMarked }) => isCovered || !isMarked)).toEqual([]);
    await watched.context.close();
  });

  test('single keys mean nothing once they are switched off', async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await signIn(watched, stage, 'demo', DEMO_PASSWORD);
    await isLive(page);
    await goTo(page, '/settings', 'Settings');
    await page.getByRole('button', { name: 'Off' }).first().click();
    await goTo(page, `/stocks/${STOCK}`, 'CIB');
    await page.keyboard.press('?');
    await page.keyboard.press('b');
    await page.keyboard.press('Control+k');
    await page.locator('.finder').waitFor();
    expect(await page.locator('dialog').count()).toBe(1);
    await watched.context.close();
  });
});
