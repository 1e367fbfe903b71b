/**
 * Takes screenshots of every page and state of the console for people to review: each at 375 and 1440 px, light and
 * dark, in `build/screenshots`. Usage: npm run screenshots [-- --market-seconds 60] [-- --only stock]
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from '../../testing/chromium';
import { openOperations } from '../../testing/console-operations';
import { type ConsoleRoute, consoleRoutes, fillConsole } from '../../testing/console-routes';
import { haltMarket } from '../../testing/halt-market';
import { isSettled } from '../../testing/settled-page';
import { ADMIN_PASSWORD, DEMO_PASSWORD, startProduct } from '../check/product';
import { CONSOLE_STATES } from './console-states';

const FOLDER = path.join('build', 'screenshots');
const SIZES = [
  { width: 1440, height: 900 },
  { width: 375, height: 812 },
];

type ColorScheme = 'light' | 'dark';
type Operations = Awaited<ReturnType<typeof openOperations>>;

const { values } = parseArgs({
  options: {
    /** How long the demo market runs first, to have enough candles for a meaningful chart. */
    'market-seconds': { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
  },
});

async function main(): Promise<void> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('There is no Chromium here. Set CHROMIUM to its path.');
  mkdirSync(FOLDER, { recursive: true });
  const product = await startProduct(undefined, ['--in-memory', '--seed', '1']);
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const content = await fillConsole(`${product.url}/api`, DEMO_PASSWORD);
    const operations = await openOperations(`${product.url}/api`, ADMIN_PASSWORD);
    await operations.audit();
    await new Promise((resolve) => setTimeout(resolve, Number(values['market-seconds']) * 1000));
    await haltMarket(product.url, ADMIN_PASSWORD);
    for (const colorScheme of ['light', 'dark'] as const) {
      const open = async (who: ConsoleRoute['who']) => {
        const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
        const page = await context.newPage();
        await enter(page, product.url, who);
        return page;
      };
      for (const who of [undefined, 'demo', 'admin'] as const) {
        const routes = consoleRoutes(content).filter((route) => route.who === who && isWanted(route.name));
        await picturePages(await open(who), product.url, routes, colorScheme, operations);
      }
      await pictureStates(await open('demo'), product.url, colorScheme);
    }
  } finally {
    await browser.close();
    product.destroy();
  }
}

function isWanted(name: string): boolean {
  return name.includes(values.only);
}

async function picturePages(
  page: Page,
  url: string,
  routes: readonly ConsoleRoute[],
  colorScheme: ColorScheme,
  operations: Operations,
): Promise<void> {
  for (const { name, path: route, heading } of routes) {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      // Who looks at a letter hides it for a while.
      if (name === 'admin-dead-letters') await operations.giveUp();
      await page.goto(url + route);
      await isSettled(page, heading);
      if (name === 'dev-events') {
        await page.locator('.live', { hasText: 'Live' }).waitFor();
        await operations.tick();
        await page.locator('.log li').first().waitFor();
      }
      await save(page, `${name}-${size.width}-${colorScheme}`, size.width > 400);
    }
  }
  await page.context().close();
}

async function pictureStates(page: Page, url: string, colorScheme: ColorScheme): Promise<void> {
  for (const { name, path: route, heading, show } of CONSOLE_STATES) {
    if (!isWanted(`state-${name}`)) continue;
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.goto(url + route);
      await isSettled(page, heading);
      await show(page);
      await save(page, `state-${name}-${size.width}-${colorScheme}`, false);
      await page.context().setOffline(false);
    }
  }
  await page.context().close();
}

async function save(page: Page, name: string, fullPage: boolean): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  const file = path.join(FOLDER, `${name}.png`);
  await page.screenshot({ path: file, fullPage });
  console.log(file);
}

async function enter(page: Page, url: string, who: ConsoleRoute['who']): Promise<void> {
  if (who === undefined) return;
  await page.goto(`${url}/`);
  await page.locator('#username').fill(who);
  await page.locator('#password').fill(who === 'demo' ? DEMO_PASSWORD : ADMIN_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.tools').waitFor();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
