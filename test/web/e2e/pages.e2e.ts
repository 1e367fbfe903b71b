import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { ADMIN_PASSWORD, DEMO_PASSWORD } from '../../../scripts/check/product';
import { openOperations } from '../../../testing/console-operations';
import {
  type ConsoleContent,
  type ConsoleRoute,
  consoleRoutes,
  fillConsole,
} from '../../../testing/console-routes';
import { isSettled } from '../../../testing/settled-page';
import {
  clearStage,
  describeWithChromium,
  goTo,
  isLive,
  openPage,
  type Stage,
  setStage,
  signIn,
  type Watched,
} from './browser';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** A window of 1440 by 900 zoomed to 200 % has the room of the fourth. */
const SIZES = [
  { width: 375, height: 812, isChecked: true },
  { width: 768, height: 1024, isChecked: false },
  { width: 1024, height: 768, isChecked: false },
  { width: 720, height: 450, isChecked: false },
  { width: 1440, height: 900, isChecked: true },
];
const OVERFLOW_SETTLES_MS = 5_000;

let stage: Stage;
let content: ConsoleContent;

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

async function enter(watched: Watched, who: ConsoleRoute['who']): Promise<void> {
  if (who === undefined) return;
  await signIn(watched, stage, who, who === 'demo' ? DEMO_PASSWORD : ADMIN_PASSWORD);
}

async function show(page: Page, { who, path, heading }: ConsoleRoute): Promise<void> {
  if (who !== undefined) return await goTo(page, path, heading);
  await page.goto(stage.product.url + path);
  await isSettled(page, heading);
}

function routesOf(who: ConsoleRoute['who']): ConsoleRoute[] {
  return consoleRoutes(content).filter((route) => route.who === who);
}

/** What is wider than the screen; a chart takes a moment to follow a smaller window. */
async function overflow(page: Page): Promise<string[]> {
  const fits = () => document.documentElement.scrollWidth <= innerWidth;
  return await page.waitForFunction(fits, undefined, { timeout: OVERFLOW_SETTLES_MS }).then(
    () => [],
    () =>
      page.evaluate(() => {
        const wide = [...document.querySelectorAll('body *')].filter(
          (element) => element.getBoundingClientRect().right > innerWidth,
        );
        return wide.slice(0, 3).map((element) => `too wide: ${element.outerHTML.slice(0, 120)}`);
      }),
  );
}

async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}

/** A finger needs 24 pixels (WCAG 2.5.8), also where axe would let the space around count. */
async function smallTargets(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll('button, select, input:not(.sr)')]
      .map((element) => ({ html: element.outerHTML.slice(0, 120), box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 24 || box.width < 24))
      .map(({ html }) => `too small: ${html}`),
  );
}

describeWithChromium('every page of the console', () => {
  beforeAll(async () => {
    stage = await setStage();
    content = await fillConsole(`${stage.product.url}/api`, DEMO_PASSWORD);
    const operations = await openOperations(`${stage.product.url}/api`, ADMIN_PASSWORD);
    await operations.audit();
    await operations.giveUp();
  }, 180_000);
  afterAll(() => clearStage(stage));

  test.each([
    ['light', undefined],
    ['dark', undefined],
    ['light', 'demo'],
    ['dark', 'demo'],
    ['light', 'admin'],
    ['dark', 'admin'],
  ] as const)('%s, as %p: axe finds no fault, nothing is too wide or too small', async (colorScheme, who) => {
    // Axe is injected by hand, past the policy that is tested by the pages' own complaints below.
    const watched = await openPage(stage, { colorScheme, bypassCSP: true, reducedMotion: 'reduce' });
    const { page } = watched;
    await enter(watched, who);
    const faults: string[] = [];
    for (const route of routesOf(who)) {
      await show(page, route);
      for (const { isChecked, ...size } of SIZES) {
        await page.setViewportSize(size);
        await isSettled(page, route.heading);
        const found = await overflow(page);
        if (isChecked) found.push(...(await axeFaults(page)));
        if (size.width === 375) found.push(...(await smallTargets(page)));
        faults.push(...found.map((fault) => `${route.name} at ${size.width}: ${fault}`));
      }
    }
    expect(faults).toEqual([]);
    await watched.context.close();
  });

  test.each(['demo', 'admin'] as const)(
    'as %p: the policy is kept, and no request leaves the host',
    async (who) => {
      const watched = await openPage(stage);
      await enter(watched, who);
      await isLive(watched.page);
      for (const route of routesOf(who)) await show(watched.page, route);
      expect(watched.complaints).toEqual([]);
      expect(watched.strangers).toEqual([]);
      await watched.context.close();
    },
  );
});
