import type { UserId } from '../../../functions/domain/ids';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readOrder } from '../../../functions/storage/queries/read-order';
import {
  aTick,
  aUser,
  balance,
  buy,
  CIB,
  seconds,
  sell,
  shares,
  tick,
  units,
} from '../../../testing/builders';
import { interfere } from '../../../testing/interference';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { itemsOf } from '../../../testing/whole-table';

/** Several fills in one transaction may touch one account, one holding and one order: each is written once. */
let store: TestStore;
let ann: UserId;
let transactions: () => number;
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
  ann = await aUser(store, { cash: 1000 });
  await tick(store, { price: 20, availability: 0 });
  transactions = () => 0;
});

function countTransactions(): void {
  transactions = interfere(store, { on: 'TransactWriteItems', times: 0 });
}

async function moneyByLedger(userId: UserId): Promise<number> {
  const entries = await itemsOf(store, `USER#${userId}`, 'LEDGER#');
  return entries.reduce((sum, { money, fill }) => sum + Number(money ?? Object(fill).money), 0);
}

test('three buys of one user are filled in one transaction, with an entry each', async () => {
  for (const upper of [12, 11, 10]) await buy(store, ann, { total: 10, upper });
  countTransactions();
  await tick(store, { price: 9, availability: 25, at: seconds(1) });
  expect(transactions()).toBe(1);
  expect(await shares(store, ann)).toEqual({ available: 25, frozen: 0, cost: units(225) });
  expect(await balance(store, ann)).toEqual({ available: units(725), frozen: units(50) });
  expect(await itemsOf(store, `USER#${ann}`, 'LEDGER#')).toHaveLength(4);
  expect(await moneyByLedger(ann)).toBe(Number(units(775)));
});

test('an order filled by three ticks of one message is written once, and has three entries', async () => {
  const { id } = await buy(store, ann, { total: 30, upper: 10 });
  const batch = [8, 9, 10].map((price, index) => aTick({ price, availability: 10, at: seconds(1 + index) }));
  countTransactions();
  const { filled } = await matchTicks(store, CIB, batch);
  expect([transactions(), filled.length]).toEqual([1, 3]);
  expect(await readOrder(store, ann, id)).toMatchObject({
    status: 'filled',
    filledValue: units(270),
    version: 4,
  });
  expect(await balance(store, ann)).toEqual({ available: units(730), frozen: 0n });
  expect(await itemsOf(store, 'BOOK#')).toEqual([]);
});

test('one user can buy and sell at the same tick', async () => {
  await tick(store, { price: 20, availability: 10, at: seconds(0.5) });
  await buy(store, ann, { total: 10, upper: 20 });
  await sell(store, ann, { total: 6, lower: 5, upper: 15 });
  await buy(store, ann, { total: 4, upper: 10 });
  countTransactions();
  await tick(store, { price: 10, availability: 4, at: seconds(1) });
  expect(transactions()).toBe(1);
  // Bought at 20: 10 for 200, and at 10: 4 for 40. Of 14 shares for 240 six leave.
  expect(await shares(store, ann)).toEqual({ available: 8, frozen: 0, cost: units('137.1429') });
  expect(await balance(store, ann)).toEqual({ available: units(800 - 40 + 60), frozen: 0n });
  expect(await moneyByLedger(ann)).toBe(Number(units(820)));
});

test('one user can buy at one tick of a message and sell at the next', async () => {
  await tick(store, { price: 20, availability: 10, at: seconds(0.5) });
  await buy(store, ann, { total: 10, upper: 20 });
  const sale = await sell(store, ann, { total: 10, lower: 30 });
  const purchase = await buy(store, ann, { total: 10, upper: 15 });
  await matchTicks(store, CIB, [
    aTick({ price: 15, availability: 10, at: seconds(1) }),
    aTick({ price: 30, availability: 0, at: seconds(2) }),
  ]);
  expect(await readOrder(store, ann, sale.id)).toMatchObject({ status: 'filled', filledValue: units(300) });
  expect(await readOrder(store, ann, purchase.id)).toMatchObject({ status: 'filled' });
  expect(await shares(store, ann)).toEqual({ available: 10, frozen: 0, cost: units(175) });
  expect(await balance(store, ann)).toEqual({ available: units(1000 - 200 - 150 + 300), frozen: 0n });
});

describe('the cost of a holding', () => {
  async function bought(total: number, price: number, at: number): Promise<void> {
    await tick(store, { price, availability: total, at: seconds(at) });
    await buy(store, ann, { total, upper: price });
  }

  async function sold(total: number, price: number, at: number): Promise<void> {
    await tick(store, { price, availability: 0, at: seconds(at) });
    await sell(store, ann, { total, lower: price });
  }

  test('is what its shares were bought for, on average: sales reduce it in proportion, whatever their price', async () => {
    await bought(10, 10, 1);
    await bought(10, 20, 2);
    expect(await shares(store, ann)).toMatchObject({ cost: units(300) });
    await sold(5, 100, 3);
    expect(await shares(store, ann)).toEqual({ available: 15, frozen: 0, cost: units(225) });
    await bought(5, 3, 4);
    expect(await shares(store, ann)).toMatchObject({ available: 20, cost: units(240) });
  });

  test('is zero once everything is sold, even if thirds were rounded on the way', async () => {
    await bought(3, 3.3334, 1);
    await bought(4, 7.0001, 2);
    for (const at of [3, 4, 5, 6, 7, 8, 9]) await sold(1, 50, at);
    expect(await shares(store, ann)).toEqual({ available: 0, frozen: 0, cost: 0n });
  });

  test('doesn’t change with what a sell holds', async () => {
    await bought(10, 10, 1);
    await sell(store, ann, { total: 6, lower: 500 });
    expect(await shares(store, ann)).toEqual({ available: 4, frozen: 6, cost: units(100) });
    await sold(4, 12, 2);
    expect(await shares(store, ann)).toEqual({ available: 0, frozen: 6, cost: units(60) });
  });

  test('is the same for fills at placement and fills by ticks', async () => {
    await bought(10, 10, 1);
    await buy(store, ann, { total: 10, upper: 6 });
    await tick(store, { price: 6, availability: 10, at: seconds(2) });
    await sell(store, ann, { total: 10, lower: 9 });
    await tick(store, { price: 9, availability: 0, at: seconds(3) });
    expect(await shares(store, ann)).toEqual({ available: 10, frozen: 0, cost: units(80) });
  });
});
