/**
 * Takes screenshots of every page of the console for people to review: each at 375 and 1440 px, light and dark, in
 * `build/screenshots`. Usage: npm run screenshots [-- --market-seconds 60] [-- --only stock]
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from '../../testing/chromium';
import { type ConsoleRoute, consoleRoutes, fillConsole } from '../../testing/console-routes';
import { haltMarket } from '../../testing/halt-market';
import { isSettled } from '../../testing/settled-page';
import { ADMIN_PASSWORD, DEMO_PASSWORD, startProduct } from '../check/product';

const FOLDER = path.join('build', 'screenshots');
const SIZES = [
  { width: 1440, height: 900 },
  { width: 375, height: 812 },
];

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
    await new Promise((resolve) => setTimeout(resolve, Number(values['market-seconds']) * 1000));
    await haltMarket(product.url, ADMIN_PASSWORD);
    for (const who of [undefined, 'demo', 'admin'] as const) {
      const routes = consoleRoutes(content).filter(
        (route) => route.who === who && route.name.includes(values.only),
      );
      for (const colorScheme of ['light', 'dark'] as const)
        await picture(browser, product.url, routes, colorScheme);
    }
  } finally {
    await browser.close();
    product.destroy();
  }
}

async function picture(
  browser: Browser,
  url: string,
  routes: readonly ConsoleRoute[],
  colorScheme: 'light' | 'dark',
): Promise<void> {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await enter(page, url, routes[0]?.who);
  for (const { name, path: route, heading } of routes) {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.goto(url + route);
      await isSettled(page, heading);
      await page.waitForLoadState('networkidle');
      const file = path.join(FOLDER, `${name}-${size.width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: size.width > 400 });
      console.log(file);
    }
  }
  await context.close();
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
