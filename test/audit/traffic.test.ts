import { isOpen } from '../../functions/domain/order';
import type { AuditReport } from '../../functions/domain/promises';
import { accountKey } from '../../functions/storage/items/account';
import { placeOrder } from '../../functions/storage/transactions/place-order';
import { transfer } from '../../functions/storage/transactions/transfer';
import { accepted, aRequest, aUser, balance, buy, OPTIONS, tick, units } from '../../testing/builders';
import { inFull } from '../../testing/scale';
import { openTestStore } from '../../testing/test-store';
import { TestTable } from '../../testing/test-table';
import { audited, plant } from './audited';
import { Market } from './market';

const STEPS = inFull(250, 80);
/** At least, however much of the traffic one of them sees. */
const AUDITS = 4;
/** A machine with more to do than this takes its time. */
const PATIENCE_MS = 120_000;

/** Keeps as many hands busy at the market as asked, for as long as the work takes. */
async function during<Result>(market: Market, hands: number, work: () => Promise<Result>): Promise<Result> {
  let isOver = false;
  const traffic = Array.from({ length: hands }, async () => {
    while (!isOver) await market.step();
  });
  try {
    return await work();
  } finally {
    isOver = true;
    await Promise.all(traffic);
  }
}

test(
  'repeated audits find nothing while users, feed and sweep change everything',
  async () => {
    const store = await openTestStore();
    const market = await Market.open(store, { seed: 7, users: 6 });
    // Small pages make many readings of each user, and so many chances to read in the middle of a change.
    const reports = await during(market, 6, async () => {
      const each: AuditReport[] = [];
      while (market.steps < STEPS || each.length < AUDITS) {
        each.push(await audited(store, { itemsPerPage: 3 }));
        store.clock.advance({ seconds: 3 });
      }
      return each;
    });
    expect(reports.flatMap(({ violations }) => violations)).toEqual([]);
    expect(reports.map(({ counts }) => counts.users)).toEqual(reports.map(() => 6));
    expect(await audited(store)).toMatchObject({ violations: [], undecidedCount: 0 });
  },
  PATIENCE_MS,
);

test('a violation is found among users who keep trading', async () => {
  const store = await openTestStore();
  const market = await Market.open(store, { seed: 8 });
  const victim = await aUser(store, { cash: 500 });
  await plant(store, accountKey(victim), { available: units(501) });
  const report = await during(market, 3, () => audited(store, { itemsPerPage: 7 }));
  expect(report.violations).toEqual([
    expect.objectContaining({ promise: 3, items: [`USER#${victim} / ACCOUNT`] }),
  ]);
});

test('an account that never holds still isn’t judged, and the report says so', async () => {
  const store = await openTestStore();
  const user = await aUser(store, { cash: 500 });
  await plant(store, accountKey(user), { available: units(501) });
  // Whenever the auditor is about to look again, something has changed.
  const client = new TestTable(store.client);
  client.interpose(async (operation, input, next) => {
    if (operation === 'Query')
      accepted(await transfer(store, { userId: user, type: 'deposit', amount: units(1) }));
    return await next(input);
  });
  const restless = { ...store, client };
  const report = await audited(restless, { settleMs: 1 });
  expect(report).toMatchObject({ violationCount: 0, undecided: [`USER#${user} never held still.`] });
});

test('a placement caught halfway is read again, not reported', async () => {
  const store = await openTestStore();
  const user = await aUser(store, { cash: 1_000 });
  await tick(store);
  for (let count = 0; count < 10; count++) await buy(store, user, { total: 1, upper: 5 });
  let placements = 0;
  const client = new TestTable(store.client);
  client.interpose(async (operation, input, next) => {
    const answer = await next(input);
    // Between two pages of the user: the account was read before, the order is read after.
    if (operation === 'Query' && placements < 3) {
      placements++;
      const order = await placeOrder(store, aRequest('buy', { userId: user, total: 1, upper: 4 }), OPTIONS);
      expect(isOpen(accepted(order))).toBe(true);
    }
    return answer;
  });
  const interrupted = { ...store, client };
  const report = await audited(interrupted, { itemsPerPage: 3 });
  expect(placements).toBe(3);
  expect(report).toMatchObject({ violations: [], undecidedCount: 0 });
  expect((await balance(store, user)).frozen).toBe(units(62));
});
