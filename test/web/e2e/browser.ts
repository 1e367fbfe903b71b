import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type Product, startProduct } from '../../../scripts/check/product';
import { CHROMIUM_FLAGS, chromiumPath } from '../../../testing/chromium';
import { isSettled } from '../../../testing/settled-page';

export const STOCK = '6ffb8e62-92c1-40c7-9d38-5b976a346b62';

const executablePath = chromiumPath();

/** What a test runs in: skipped, with a word, where there is no browser. */
export const describeWithChromium = executablePath === undefined ? describe.skip : describe;
if (executablePath === undefined)
  console.warn('There is no Chromium here: the console is not tried in a browser.');

export interface Stage {
  readonly product: Product;
  readonly browser: Browser;
}

/** The product as a user starts it, and a browser. */
export async function setStage(): Promise<Stage> {
  const flags = ['--in-memory', '--seed', '1'];
  // A busy machine may take longer than a start is given; the second finds more of it in memory.
  const product = await startProduct(undefined, flags).catch(() => startProduct(undefined, flags));
  return { product, browser: await launchBrowser() };
}

export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: executablePath ?? '', args: CHROMIUM_FLAGS });
}

export async function clearStage(stage: Stage | undefined): Promise<void> {
  await stage?.browser.close();
  stage?.product.destroy();
}

/** A page that keeps what it complains of: errors, and what its policy did not allow. */
export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: string[];
  /** Of other hosts than ours. */
  readonly strangers: string[];
}

export async function openPage(
  { browser, product }: Stage,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on('console', (message) => {
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    const { url } = message.location();
    if (isComplaint) complaints.push(`${message.text()} ${url}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { host, protocol } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && host !== new URL(product.url).host)
      strangers.push(request.url());
  });
  page.setDefaultTimeout(30_000);
  return { page, context, complaints, strangers };
}

export async function signIn(
  { page }: Watched,
  { product }: Stage,
  username: string,
  password: string,
): Promise<void> {
  await page.goto(`${product.url}/`);
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await isSignedIn(page, username);
}

export async function isSignedIn(page: Page, username: string): Promise<void> {
  await page.getByRole('button', { name: `Account of ${username}` }).waitFor();
}

/**
 * To another page of the console, as a link would: without loading it anew. Done when that page is there, as what is
 * looked for behind this may be on the page before it too.
 */
export async function goTo(page: Page, path: string, heading: string): Promise<void> {
  await page.evaluate((url) => {
    history.pushState(null, '', url);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await isSettled(page, heading);
}

/** How many orders of that size there are, by the list of all orders. */
export async function ordersOf(page: Page, shares: string): Promise<number> {
  await goTo(page, '/orders?status=all', 'Orders');
  const list = page.getByRole('table', { name: 'Orders, newest first' });
  const rows = list.locator('tbody tr', { hasText: `/ ${shares}` });
  await rows.first().waitFor();
  return await rows.count();
}

export async function isLive(page: Page): Promise<void> {
  await page.locator('.live', { hasText: 'Live' }).waitFor();
}
