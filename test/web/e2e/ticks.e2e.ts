import { DEMO_PASSWORD } from '../../../scripts/check/product';
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

const SHIFT_MAX = 0.02;
/** Of one stock, which is ten seconds of the demo market. */
const TICKS = 10;

let stage: Stage;

describeWithChromium('while prices tick', () => {
  beforeAll(async () => {
    stage = await setStage();
  }, 180_000);
  afterAll(() => clearStage(stage));

  test.each([375, 1440])('nothing moves at %p px', async (width) => {
    const watched = await openPage(stage, { viewport: { width, height: 900 } });
    const { page } = watched;
    await signIn(watched, stage, 'demo', DEMO_PASSWORD);
    await goTo(page, `/stocks/${STOCK}`, 'CIB');
    await isLive(page);
    const shifted = await page.evaluate(async (ticks) => {
      let shift = 0;
      const moved: string[] = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          if ('value' in entry && typeof entry.value === 'number') shift += entry.value;
          if ('sources' in entry && Array.isArray(entry.sources))
            for (const { node } of entry.sources)
              if (node instanceof Element) moved.push(node.outerHTML.slice(0, 90));
        }
      }).observe({ type: 'layout-shift' });
      await new Promise<void>((resolve) => {
        let left = ticks;
        const price = document.querySelector('.head .px');
        const observer = new MutationObserver(() => --left === 0 && resolve());
        if (price) observer.observe(price, { subtree: true, childList: true, characterData: true });
      });
      return { shift, moved };
    }, TICKS);
    expect(shifted.moved).toEqual(shifted.shift < SHIFT_MAX ? expect.anything() : []);
    await watched.context.close();
  });

  test('the chart, the list and the ticket follow without a reload', async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await signIn(watched, stage, 'demo', DEMO_PASSWORD);
    await goTo(page, `/stocks/${STOCK}`, 'CIB');
    await isLive(page);
    const texts = ['.head .px', `[data-stock="${STOCK}"]`, '#limit + .unit', '.ohlc'];
    const before = await Promise.all(texts.map((selector) => page.locator(selector).first().textContent()));
    for (const [index, selector] of texts.entries()) {
      await page.waitForFunction(
        ([name, text]) => document.querySelector(name ?? '')?.textContent !== text,
        [selector, before[index]],
      );
    }
    await watched.context.close();
  });
});
