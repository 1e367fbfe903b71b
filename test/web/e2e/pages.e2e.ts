import { readFileSync } from 'node:fs';
import { ADMIN_PASSWORD, DEMO_PASSWORD } from '../../../scripts/check/product';
import { consoleRoutes, fillConsole } from '../../../testing/console-routes';
import {
  clearStage,
  describeWithChromium,
  goTo,
  isLive,
  openPage,
  STOCK,
  type Stage,
  setStage,
  signIn,
} from './browser';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const WIDTHS = [375, 768, 1024, 1440];
const SHIFT_MAX = 0.02;

let stage: Stage;
let demoUserId: string;

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

describeWithChromium('every page of the console', () => {
  beforeAll(async () => {
    stage = await setStage();
    demoUserId = await fillConsole(`${stage.product.url}/api`, DEMO_PASSWORD);
  }, 180_000);
  afterAll(() => clearStage(stage));

  test.each([
    ['light', undefined],
    ['light', 'demo'],
    ['light', 'admin'],
    ['dark', 'demo'],
    ['dark', 'admin'],
  ] as const)(
    '%s, as %p: no fault of axe, nothing wider than the screen, no complaint',
    async (colorScheme, who) => {
      // Axe is injected by hand, past the policy that is tested by the pages' own complaints below.
      const watched = await openPage(stage, { colorScheme, bypassCSP: true });
      const { page } = watched;
      if (who !== undefined)
        await signIn(watched, stage, who, who === 'demo' ? DEMO_PASSWORD : ADMIN_PASSWORD);
      const faults: string[] = [];
      for (const { name, path } of consoleRoutes(demoUserId).filter((route) => route.who === who)) {
        if (who === undefined) await page.goto(stage.product.url + path);
        else await goTo(page, path);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await page.waitForTimeout(400);
          await page.locator('.skeleton.is-shown').waitFor({ state: 'detached' });
          const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (excess > 0) faults.push(`${name} at ${width}: ${excess} px too wide`);
          if (width !== 375 && width !== 1440) continue;
          await page.evaluate(AXE);
          const { violations } = await page.evaluate<AxeResults>(
            `axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`,
          );
          for (const { id, nodes } of violations)
            faults.push(
              `${name} at ${width}: ${id}: ${nodes
                .map(({ html }) => html)
                .join(' ')
                .slice(0, 300)}`,
            );
        }
      }
      expect(faults).toEqual([]);
      await watched.context.close();
    },
  );

  test.each(['demo', 'admin'] as const)(
    'as %p: the policy is kept, and no request leaves the host',
    async (who) => {
      const watched = await openPage(stage);
      await signIn(watched, stage, who, who === 'demo' ? DEMO_PASSWORD : ADMIN_PASSWORD);
      await isLive(watched.page);
      for (const { path } of consoleRoutes(demoUserId).filter((route) => route.who === who)) {
        await goTo(watched.page, path);
        await watched.page.locator('#main').waitFor();
        await watched.page.waitForTimeout(500);
      }
      // No audit has run yet, which is an answer like any other.
      expect(watched.complaints.filter((text) => !text.includes('404'))).toEqual([]);
      expect(watched.strangers).toEqual([]);
      await watched.context.close();
    },
  );

  test.each([375, 1440])('ten seconds of ticks move nothing at %p px', async (width) => {
    const watched = await openPage(stage, { viewport: { width, height: 900 } });
    const { page } = watched;
    await signIn(watched, stage, 'demo', DEMO_PASSWORD);
    await goTo(page, `/stocks/${STOCK}`);
    await isLive(page);
    await page.locator('.chart-canvas canvas').first().waitFor();
    await page.waitForTimeout(1_500);
    const shifted = await page.evaluate(async () => {
      let sum = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          if ('value' in entry && typeof entry.value === 'number') sum += entry.value;
      }).observe({ type: 'layout-shift' });
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      return sum;
    });
    expect(shifted).toBeLessThan(SHIFT_MAX);
    await watched.context.close();
  });

  test('on a touch screen everything to press is at least 24 px high and wide', async () => {
    const watched = await openPage(stage, { viewport: { width: 375, height: 812 }, hasTouch: true });
    const { page } = watched;
    await signIn(watched, stage, 'demo', DEMO_PASSWORD);
    for (const path of ['/', `/stocks/${STOCK}`, '/portfolio', '/orders', '/settings']) {
      await goTo(page, path);
      await page.locator('#main').waitFor();
      await page.waitForTimeout(800);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button, select, input:not(.sr)')]
          .map((element) => ({ html: element.outerHTML.slice(0, 120), box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.height < 24 || box.width < 24))
          .map(({ html }) => html),
      );
      expect([path, small]).toEqual([path, []]);
    }
    await watched.context.close();
  });
});
