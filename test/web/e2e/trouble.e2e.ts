import type { Page, Route } from 'playwright-core';
import { freePorts, type Product, startProduct, temporaryFolder } from '../../../scripts/check/product';
import {
  clearStage,
  describeWithChromium,
  goTo,
  isLive,
  launchBrowser,
  openPage,
  ordersOf,
  type Stage,
  setStage,
  signIn,
  type Watched,
} from './browser';
import { cuttableLine } from './connection';
import { publishQuiet, QUIET_STOCK } from './quiet-stock';
import { newTrader, TRADER_PASSWORD } from './traders';

let stage: Stage;

/** As somebody new. */
async function openQuietStock(on: Stage, watched: Watched): Promise<Page> {
  const { page } = watched;
  const username = await newTrader(on.product);
  await signIn(watched, on, username, TRADER_PASSWORD);
  await goTo(page, `/stocks/${QUIET_STOCK}`, 'Quiet Corp');
  await isLive(page);
  return page;
}

async function fillTicket(page: Page, shares: string, limit: string): Promise<void> {
  await page.locator('#shares').fill(shares);
  await page.locator('#limit').fill(limit);
}

function buyButton(page: Page, shares: string) {
  return page.getByRole('button', { name: `Buy ${shares} Quiet Corp` });
}

function problem(code: string, status: number) {
  return {
    status,
    headers: { 'retry-after': '1' },
    contentType: 'application/problem+json',
    body: JSON.stringify({ type: 'about:blank', title: code, status, detail: code, code, request_id: 'r-1' }),
  };
}

describeWithChromium('the console in trouble', () => {
  beforeAll(async () => {
    stage = await setStage();
  }, 180_000);
  beforeEach(() => publishQuiet(stage.product, { price: 20, availability: 0 }));
  afterAll(() => clearStage(stage));

  test('a fill during a cut of the line is there once the line is back', async () => {
    const watched = await openPage(stage);
    const line = await cuttableLine(watched.context);
    const page = await openQuietStock(stage, watched);
    await fillTicket(page, '10', '30');
    await buyButton(page, '10').click();
    await page.getByRole('tab', { name: 'Open orders 1' }).waitFor();
    await line.cut();
    await page.locator('.live', { hasText: 'Reconnecting' }).waitFor();
    await publishQuiet(stage.product, { price: 25, availability: 100 });
    line.mend();
    await isLive(page);
    await page.getByText('No open orders').waitFor({ timeout: 5_000 });
    await page.locator('.pos', { hasText: '25.00' }).waitFor();
    await watched.context.close();
  });

  test('without events prices are asked for, and the badge says so', async () => {
    const watched = await openPage(stage);
    const line = await cuttableLine(watched.context);
    const page = await openQuietStock(stage, watched);
    await line.cut();
    await page.locator('.live', { hasText: 'Polling every 5 s' }).waitFor();
    await publishQuiet(stage.product, { price: 21.5, availability: 3 });
    await page.locator('.head .px', { hasText: '21.50' }).waitFor({ timeout: 15_000 });
    line.mend();
    await isLive(page);
    await watched.context.close();
  });

  test('offline, everything stays and says since when; what happened comes with the connection', async () => {
    const watched = await openPage(stage);
    const line = await cuttableLine(watched.context);
    const page = await openQuietStock(stage, watched);
    await fillTicket(page, '11', '30');
    await buyButton(page, '11').click();
    await page.getByRole('tab', { name: 'Open orders 1' }).waitFor();
    await watched.context.setOffline(true);
    await line.cut();
    await page.locator('.live', { hasText: 'Offline since' }).waitFor();
    await page.getByRole('heading', { name: 'Quiet Corp' }).waitFor();
    await publishQuiet(stage.product, { price: 25, availability: 100 });
    line.mend();
    await watched.context.setOffline(false);
    await isLive(page);
    await page.getByText('No open orders').waitFor({ timeout: 5_000 });
    await watched.context.close();
  });

  test.each([
    ['unavailable', 503],
    ['too_many_requests', 429],
  ])('after %s (%p) a buy goes again with its key, and buys once', async (code, status) => {
    const watched = await openPage(stage);
    const page = await openQuietStock(stage, watched);
    const keys: (string | undefined)[] = [];
    await page.route('**/api/users/me/buy', async (route: Route) => {
      keys.push(route.request().headers()['idempotency-key']);
      // The first is carried out and its answer lost, where that can be; the second is not carried out.
      if (keys.length === 1 && status === 503) await route.fetch();
      await (keys.length <= 2 ? route.fulfill(problem(code, status)) : route.continue());
    });
    const shares = String(status);
    await fillTicket(page, shares, '2');
    await buyButton(page, shares).click();
    await page.locator('.placed', { hasText: `${shares} left to fill, at most 2.00` }).waitFor();
    expect(keys).toEqual([keys[0], keys[0], keys[0]]);
    expect(await ordersOf(page, shares)).toBe(1);
    await watched.context.close();
  });

  test('a buy that is never answered is kept, and sent again by hand with its key', async () => {
    const watched = await openPage(stage);
    const page = await openQuietStock(stage, watched);
    const keys = new Set<string | undefined>();
    await page.route('**/api/users/me/buy', async (route: Route) => {
      keys.add(route.request().headers()['idempotency-key']);
      await route.abort();
    });
    await fillTicket(page, '77', '2');
    await buyButton(page, '77').click();
    await page.getByText('Send it again: it has the same key').waitFor();
    expect(await page.locator('#shares').isDisabled()).toBe(true);
    // On a phone that is turned the ticket is a sheet, which may be closed, and a card again.
    await page.setViewportSize({ width: 375, height: 812 });
    await page.locator('.bottom .btn-buy').click();
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.unroute('**/api/users/me/buy');
    await page.route('**/api/users/me/buy', async (route: Route) => {
      keys.add(route.request().headers()['idempotency-key']);
      await route.continue();
    });
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.locator('.placed', { hasText: '77 left to fill, at most 2.00' }).waitFor();
    expect(keys.size).toBe(1);
    expect(await ordersOf(page, '77')).toBe(1);
    await watched.context.close();
  });

  test('a token that has ended is renewed without a word', async () => {
    const watched = await openPage(stage);
    const page = await openQuietStock(stage, watched);
    const refused = new Set<string>();
    let renewals = 0;
    await page.route('**/api/**', async (route: Route) => {
      const { authorization = '' } = route.request().headers();
      if (route.request().url().endsWith('/api/token')) renewals += 1;
      else if (renewals === 0) refused.add(authorization);
      await (refused.has(authorization) ? route.fulfill(problem('unauthorized', 401)) : route.continue());
    });
    await fillTicket(page, '3', '2');
    await buyButton(page, '3').click();
    await page.locator('.placed', { hasText: '3 left to fill, at most 2.00' }).waitFor();
    expect([refused.size, renewals]).toEqual([1, 1]);
    await watched.context.close();
  });

  test('who can not stay signed in signs in anew, and is where they were', async () => {
    const watched = await openPage(stage);
    const page = await openQuietStock(stage, watched);
    await page.route('**/api/**', (route: Route) => route.fulfill(problem('unauthorized', 401)));
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.unroute('**/api/**');
    await page.locator('#username').fill(await newTrader(stage.product));
    await page.locator('#password').fill(TRADER_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Quiet Corp' }).waitFor();
    await watched.context.close();
  });

  test('a service that is busy while the page loads does not sign anybody out', async () => {
    const watched = await openPage(stage);
    const page = await openQuietStock(stage, watched);
    await page.route('**/api/token', (route: Route) => route.fulfill(problem('unavailable', 503)));
    await page.reload();
    await page.getByText('is busy').waitFor();
    await page.unroute('**/api/token');
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.getByRole('heading', { name: 'Quiet Corp' }).waitFor();
    await watched.context.close();
  });
});

describeWithChromium('the console and a host that dies', () => {
  test('kill -9 and a new start: what was placed is there, and trading goes on', async () => {
    const [data, ports] = [temporaryFolder(), await freePorts()];
    const start = () => startProduct(data, ['--seed', '1'], ports);
    let product: Product = await start();
    const browser = await launchBrowser();
    try {
      await publishQuiet(product, { price: 20, availability: 0 });
      const watched = await openPage({ product, browser });
      const page = await openQuietStock({ product, browser }, watched);
      await fillTicket(page, '9', '30');
      await buyButton(page, '9').click();
      await page.getByRole('tab', { name: 'Open orders 1' }).waitFor();
      await product.kill();
      await page.locator('.live', { hasText: 'Offline since' }).waitFor();
      product = await start();
      await isLive(page);
      await publishQuiet(product, { price: 25, availability: 100 });
      await page.locator('.feed', { hasText: 'Bought 9 Quiet Corp at 25.00' }).waitFor();
      await page.getByText('No open orders').waitFor();
      await watched.context.close();
    } finally {
      await browser.close();
      product.destroy();
    }
  });
});
