import { ADMIN_PASSWORD } from '../../../scripts/check/product';
import {
  clearStage,
  describeWithChromium,
  goTo,
  isLive,
  isSignedIn,
  openPage,
  ordersOf,
  type Stage,
  setStage,
  signIn,
} from './browser';
import { publishQuiet, QUIET_STOCK, type QuietTick } from './quiet-stock';

const PASSWORD = 'Keep-it-secret-1';
let stage: Stage | undefined;

async function theStage(): Promise<Stage> {
  stage ??= await setStage();
  return stage;
}

async function publish(tick: QuietTick): Promise<void> {
  await publishQuiet((await theStage()).product, tick);
}

describeWithChromium('the console, from the sign-up to the last cent', () => {
  beforeAll(theStage, 120_000);
  afterAll(() => clearStage(stage));

  test('a new user signs up, deposits, buys, sees the fill with no reload, replaces, cancels and sells', async () => {
    const on = await theStage();
    await publish({ price: 20, availability: 0 });
    const watched = await openPage(on);
    const { page } = watched;

    await page.goto(`${on.product.url}/sign-up`);
    await page.locator('#username').fill('nour');
    await page.locator('#email').fill('nour@example.com');
    await page.locator('#password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await isSignedIn(page, 'nour');
    await isLive(page);

    await page.getByRole('link', { name: 'Portfolio' }).first().click();
    await page.getByRole('button', { name: 'Deposit' }).click();
    await page.locator('#amount').fill('10,000');
    await page.getByRole('button', { name: 'Deposit 10,000.00' }).click();
    await page.locator('.account', { hasText: '10,000.00' }).waitFor();

    await goTo(page, `/stocks/${QUIET_STOCK}`, 'Quiet Corp');
    await page.locator('#shares').fill('100');
    await page.locator('#limit').fill('25');
    await page.locator('.pre', { hasText: 'nothing is left of what was offered at 20.00' }).waitFor();
    await page.locator('.pre', { hasText: '2,500.00' }).waitFor();
    await page.getByRole('button', { name: 'Buy 100 Quiet Corp' }).click();
    await page.getByRole('tab', { name: 'Open orders 1' }).waitFor();

    // A second tab, opened by the cookie, shows it too.
    const second = await watched.context.newPage();
    await second.goto(`${on.product.url}/stocks/${QUIET_STOCK}`);
    await second.getByRole('tab', { name: 'Open orders 1' }).waitFor();
    await isLive(second);

    await publish({ price: 24, availability: 60 });
    await page.locator('.feed', { hasText: 'Bought 60 Quiet Corp at 24.00' }).waitFor();
    await page.locator('.orders', { hasText: '60 / 100' }).waitFor();
    await page.locator('.pos', { hasText: '1,440.00' }).waitFor();
    await second.locator('.orders', { hasText: '60 / 100' }).waitFor();

    await page.getByRole('button', { name: 'Replace the buy of 100 Quiet Corp' }).click();
    await page.locator('#replace-total').fill('90');
    await page.locator('dialog .pre', { hasText: '750.00' }).waitFor();
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await page.locator('.orders', { hasText: '60 / 90' }).waitFor();

    await page.getByRole('button', { name: 'Cancel the buy of 90 Quiet Corp' }).click();
    await page.getByRole('button', { name: 'Cancel the buy', exact: true }).click();
    await page.getByText('No open orders').waitFor();
    await second.getByText('No open orders').waitFor();

    await page.getByRole('button', { name: 'Sell', exact: true }).click();
    await page.locator('#shares').fill('60');
    await page.locator('#limit').fill('23');
    await page.locator('.pre', { hasText: 'You receive 1,440.00' }).waitFor();
    await page.getByRole('button', { name: 'Sell 60 Quiet Corp' }).click();
    await page.locator('.feed', { hasText: 'Sold 60 Quiet Corp at 24.00' }).waitFor();
    await page.locator('.account', { hasText: '10,000.00' }).waitFor();

    expect(watched.complaints).toEqual([]);
    expect(watched.strangers).toEqual([]);
    await watched.context.close();
  });

  test('a double click buys once', async () => {
    const on = await theStage();
    await publish({ price: 20, availability: 0 });
    const watched = await openPage(on);
    const { page } = watched;
    await signIn(watched, on, 'nour', PASSWORD);
    await goTo(page, `/stocks/${QUIET_STOCK}`, 'Quiet Corp');
    await page.locator('#shares').fill('5');
    await page.locator('#limit').fill('10');
    await page.getByRole('button', { name: 'Buy 5 Quiet Corp' }).dblclick();
    await page.getByRole('tab', { name: 'Open orders 1' }).waitFor();
    expect(await ordersOf(page, '5')).toBe(1);
    await watched.context.close();
  });

  test('an administrator finds her, sees her orders, cancels them and deposits; the ledger says who', async () => {
    const on = await theStage();
    const watched = await openPage(on);
    const { page } = watched;
    await signIn(watched, on, 'admin', ADMIN_PASSWORD);
    await goTo(page, '/admin/users', 'Users');
    await page.locator('[data-filter]').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('nou');
    await page.getByRole('link', { name: 'nour' }).click();
    const drawer = page.locator('.drawer');
    await drawer.getByRole('heading', { name: 'nour' }).waitFor();
    await drawer.getByRole('button', { name: 'Cancel orders' }).click();
    await page.getByRole('button', { name: 'Cancel their orders' }).click();
    await drawer.getByText('No open orders.').waitFor();
    await drawer.getByRole('button', { name: 'Deposit' }).click();
    await page.locator('#amount').fill('5');
    await page.getByRole('button', { name: 'Deposit 5.00' }).click();
    await drawer.locator('tr', { hasText: 'by admin' }).waitFor();
    expect(watched.complaints).toEqual([]);
    await watched.context.close();
  });

  test('an administrator publishes what is no tick, finds it given up with its reason, and sends it again', async () => {
    const on = await theStage();
    const watched = await openPage(on);
    const { page } = watched;
    await signIn(watched, on, 'admin', ADMIN_PASSWORD);
    await goTo(page, '/dev/tick', 'Publish a tick');
    await page.getByRole('button', { name: 'A negative price' }).click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await goTo(page, '/admin', 'Overview');
    await page.locator('.health a', { hasText: 'Dead letters' }).filter({ hasText: '1' }).click();
    const letter = page.locator('.letters li', { hasText: 'price: must be greater than 0' });
    await letter.locator('.payload', { hasText: '-1' }).waitFor();
    await letter.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('dialog').getByText('price: must be greater than 0').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
    await page.getByText('1 message sent again.').waitFor();
    await letter.waitFor({ state: 'detached' });
    expect(watched.complaints).toEqual([]);
    await watched.context.close();
  });

  test('a trader sees no page of administrators', async () => {
    const on = await theStage();
    const watched = await openPage(on);
    await signIn(watched, on, 'nour', PASSWORD);
    await goTo(watched.page, '/admin/users', 'Only administrators see these pages');
    await watched.context.close();
  });
});
