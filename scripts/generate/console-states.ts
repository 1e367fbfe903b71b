import type { Page } from 'playwright-core';

/** What pages look like while something is being done, refused, or not to be had. */
export interface ConsoleState {
  readonly name: string;
  readonly path: string;
  /** The page's main heading. */
  readonly heading: string;
  show(page: Page): Promise<void>;
}

const STOCK = '/stocks/6ffb8e62-92c1-40c7-9d38-5b976a346b62';

async function fillTicket(page: Page, shares: string): Promise<void> {
  // On a phone the ticket is a sheet.
  const opener = page.locator('.bottom .btn-buy');
  if (await opener.isVisible()) await opener.click();
  await page.locator('#shares').fill(shares);
  await page.locator('.ticket .chip').nth(2).click();
}

export const CONSOLE_STATES: readonly ConsoleState[] = [
  {
    name: 'ticket',
    path: STOCK,
    heading: 'CIB',
    async show(page) {
      await fillTicket(page, '300');
      await page.locator('.ticket .pre').getByText('Will be held').waitFor();
    },
  },
  {
    name: 'ticket-refused',
    path: STOCK,
    heading: 'CIB',
    async show(page) {
      await fillTicket(page, '900000');
      await page.locator('.ticket .btn-buy').last().click();
      await page.locator('#shares-problem').getByText('Needs').waitFor();
    },
  },
  {
    name: 'cancel-all',
    path: '/orders',
    heading: 'Orders',
    async show(page) {
      await page.getByRole('button', { name: /^Cancel all/ }).click();
      await page.getByRole('button', { name: 'Keep them' }).waitFor();
    },
  },
  {
    name: 'replace',
    path: '/orders',
    heading: 'Orders',
    async show(page) {
      await page
        .getByRole('button', { name: /^Replace/ })
        .first()
        .click();
      await page.getByRole('button', { name: 'Leave it' }).waitFor();
    },
  },
  {
    name: 'deposit',
    path: '/portfolio',
    heading: 'Portfolio',
    async show(page) {
      await page.getByRole('button', { name: 'Deposit' }).click();
      await page.locator('#amount').fill('1000');
    },
  },
  {
    name: 'export',
    path: '/ledger',
    heading: 'Ledger',
    async show(page) {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('button', { name: 'Save as CSV' }).waitFor();
    },
  },
  {
    name: 'find',
    path: '/portfolio',
    heading: 'Portfolio',
    async show(page) {
      await page.keyboard.press('Control+k');
      await page.locator('.finder input').fill('e');
    },
  },
  {
    name: 'keyboard',
    path: '/portfolio',
    heading: 'Portfolio',
    async show(page) {
      await page.keyboard.press('?');
      await page.getByRole('heading', { name: 'Keyboard' }).waitFor();
    },
  },
  {
    name: 'failed',
    path: '/settings',
    heading: 'Settings',
    async show(page) {
      await page.route('**/api/users/me/transactions*', (route) => route.abort());
      await page.locator('nav a[href="/ledger"]:visible').click();
      await page.getByText('could not be loaded').waitFor();
      await page.unroute('**/api/users/me/transactions*');
    },
  },
  {
    name: 'offline',
    path: STOCK,
    heading: 'CIB',
    async show(page) {
      // What was on its way would still come, and end it.
      await page.waitForLoadState('networkidle');
      await page.context().setOffline(true);
      await page.evaluate("dispatchEvent(new Event('focus'))");
      await page.locator('.live', { hasText: 'Offline since' }).waitFor();
    },
  },
];
