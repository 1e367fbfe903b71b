/**
 * Takes screenshots of every page of the console for people to review: each at 375 and 1440 px, light and dark, in
 * `build/screenshots`. Usage: npm run screenshots
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from '../../testing/chromium';
import { type ConsoleRoute, consoleRoutes, fillConsole } from '../../testing/console-routes';
import { ADMIN_PASSWORD, DEMO_PASSWORD, startProduct } from '../check/product';

const FOLDER = path.join('build', 'screenshots');
const SIZES = [
  { width: 1440, height: 1000 },
  { width: 375, height: 812 },
];
const SETTLE_MS = 1_200;
/** How long the demo market runs first, to have enough candles for a meaningful chart. */
const MARKET_MS = Number(process.env.MARKET_SECONDS ?? 0) * 1000;

async function main(): Promise<void> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('There is no Chromium here. Set CHROMIUM to its path.');
  mkdirSync(FOLDER, { recursive: true });
  const product = await startProduct(undefined, ['--in-memory', '--seed', '1']);
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const userId = await fillConsole(`${product.url}/api`, DEMO_PASSWORD);
    await new Promise((resolve) => setTimeout(resolve, MARKET_MS));
    for (const who of [undefined, 'demo', 'admin'] as const) {
      const routes = consoleRoutes(userId).filter((route) => route.who === who);
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
  const who = routes[0]?.who;
  if (who !== undefined) {
    await page.goto(`${url}/`);
    await page.locator('#username').fill(who);
    await page.locator('#password').fill(who === 'demo' ? DEMO_PASSWORD : ADMIN_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.tools').waitFor();
  }
  for (const route of routes) {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.goto(url + route.path);
      // Wait for whatever is still loading.
      await page.locator('#main, .welcome').first().waitFor();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      await page.waitForTimeout(SETTLE_MS);
      const file = path.join(FOLDER, `${route.name}-${size.width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: size.width > 400 });
      console.log(file);
    }
  }
  await context.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
