import type { UserId } from '../../../functions/domain/ids';
import { ALL_TIME } from '../../../functions/domain/range';
import { TICKS_PER_PAGE } from '../../../functions/domain/stock';
import { newestCandles } from '../../../functions/storage/history/read-candles';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { take } from '../../../functions/storage/table/read-backwards';
import { replaceOrder } from '../../../functions/storage/transactions/replace-order';
import {
  aTick,
  aUser,
  balance,
  buy,
  CIB,
  OPTIONS,
  seconds,
  sell,
  shares,
  type TickParts,
  tick,
  units,
} from '../../../testing/builders';
import { Crash, crash, interfere } from '../../../testing/interference';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';

// Placing many orders takes its time on a busy machine.
jest.setTimeout(120_000);

/** Ticks that come out of order, while orders wait that they meet. The quote is 20 at second 100. */
let store: TestStore;
let ann: UserId;
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
  ann = await aUser(store, { cash: 100_000 });
  await tick(store, { price: 20, availability: 0, at: seconds(100) });
});

async function stock() {
  const read = await readStock(store, CIB);
  if (!read) throw new Error('no stock');
  return read;
}

const late: TickParts = { price: 9, availability: 30, at: seconds(95) };

describe('a tick a few seconds late', () => {
  test('fills buys at its own price, up to what it offers, and leaves the quote as it is', async () => {
    const quote = (await stock()).quote;
    await buy(store, ann, { total: 20, upper: 10 });
    await buy(store, ann, { total: 20, upper: 11 });
    await tick(store, late);
    expect(await shares(store, ann)).toMatchObject({ available: 30, cost: units(270) });
    expect(await balance(store, ann)).toEqual({ available: units(100_000 - 270 - 100), frozen: units(100) });
    expect(await stock()).toMatchObject({ quote, unsettled: false });
    expect((await stock()).overtaken).toBeUndefined();
  });

  test('fills sells in full at its own price', async () => {
    await tick(store, { price: 20, availability: 50, at: seconds(101) });
    await buy(store, ann, { total: 50, upper: 20 });
    await sell(store, ann, { total: 50, lower: 30 });
    await tick(store, { price: 31, availability: 0, at: seconds(99) });
    expect(await balance(store, ann)).toEqual({ available: units(100_000 - 1000 + 1550), frozen: units(0) });
  });

  test('doesn’t fill an order placed after it was received', async () => {
    store.clock.advance({ seconds: 1 });
    await buy(store, ann, { total: 20, upper: 10 });
    await tick(store, { ...late, receivedAt: seconds(0) });
    expect(await shares(store, ann)).toMatchObject({ available: 0 });
    expect((await stock()).overtaken).toBeUndefined();
  });

  test('doesn’t fill an order on terms changed after it was received', async () => {
    const order = await buy(store, ann, { total: 20, upper: 8 });
    store.clock.advance({ seconds: 1 });
    const change = { upperBound: units(10) };
    await replaceOrder(store, { userId: ann, orderId: order.id, change }, OPTIONS);
    await tick(store, { ...late, receivedAt: seconds(0) });
    expect(await shares(store, ann)).toMatchObject({ available: 0 });
    await tick(store, { ...late, availability: 5, receivedAt: seconds(1) });
    expect(await shares(store, ann)).toMatchObject({ available: 5 });
  });

  test('fills nothing when redelivered, whatever came and was flushed in between', async () => {
    await buy(store, ann, { total: 100, upper: 10 });
    await tick(store, late);
    await tick(store, late);
    for (let second = 0; second < TICKS_PER_PAGE + 2; second++)
      await tick(store, { price: 20, at: seconds(101 + second) });
    await tick(store, late);
    expect(await shares(store, ann)).toMatchObject({ available: 30 });
  });

  test('fills even if its place in the history was already flushed, and then not again', async () => {
    for (let second = 1; second <= TICKS_PER_PAGE; second++)
      await tick(store, { price: 20, at: seconds(100 + second / 10) });
    expect((await stock()).pages).toBe(1);
    await buy(store, ann, { total: 100, upper: 10 });
    for (let count = 0; count < 3; count++) await tick(store, late);
    expect(await shares(store, ann)).toMatchObject({ available: 30 });
  });

  test('counts its fills in the candles of its own time', async () => {
    const minutes = [120, 180, 185];
    for (const second of minutes) await tick(store, { price: 20, availability: 0, at: seconds(second) });
    for (let count = 0; count < TICKS_PER_PAGE; count++)
      await tick(store, { price: 20, availability: 0, at: seconds(186 + count / 100) });
    expect((await stock()).pages).toBe(1);
    await buy(store, ann, { total: 10, upper: 10 });
    await tick(store, { price: 9, availability: 4, at: seconds(179) });
    await tick(store, { price: 9, availability: 3, at: seconds(186.005) });
    const candles = await take(newestCandles(store, await stock(), '1m', ALL_TIME.to), 10);
    expect(candles.map(({ start, volume }) => [start, volume])).toEqual([
      [seconds(180), 3],
      [seconds(120), 4],
      [seconds(60), 0],
    ]);
    const [hour] = await take(newestCandles(store, await stock(), '1h', ALL_TIME.to), 10);
    expect(hour?.volume).toBe(7);
  });
});

describe('how late a tick is', () => {
  const fillsIn = async (parts: TickParts, lateTickSeconds = 10) => {
    await buy(store, ann, { total: 10, upper: 10 });
    const { filled, late, tooLate } = await matchTicks(store, CIB, [aTick(parts)], { lateTickSeconds });
    return { fills: filled.length, late, tooLate };
  };
  const inTime = { fills: 1, late: 1, tooLate: 0 };
  const overdue = { fills: 0, late: 1, tooLate: 1 };

  test.each([
    ['less than ten seconds older than the quote', { at: seconds(90.000_001) }, inTime],
    ['ten seconds older', { at: seconds(90) }, overdue],
    ['barely older, but received long after', { at: seconds(99), receivedAt: seconds(9) }, overdue],
  ])('%s', async (_what, parts, expected) => {
    expect(await fillsIn({ price: 9, ...parts })).toEqual(expected);
  });

  test('much older, but received before the quote by just as much', async () => {
    await tick(store, { price: 20, at: seconds(130), receivedAt: seconds(30) });
    expect(await fillsIn({ price: 9, at: seconds(99), receivedAt: seconds(0) })).toEqual(inTime);
  });

  test('is measured from its receipt by the broker, so a retry minutes later still finds it in time', async () => {
    await buy(store, ann, { total: 10, upper: 10 });
    store.clock.advance({ seconds: 120 });
    expect(await fillsIn({ price: 9, at: seconds(99.9), receivedAt: seconds(0) })).toEqual(inTime);
  });

  test('has a configurable limit, and at zero seconds every late tick is only recorded', async () => {
    expect(await fillsIn({ price: 9, at: seconds(70) }, 31)).toEqual(inTime);
    expect(await fillsIn({ price: 9, at: seconds(99.999) }, 0)).toEqual(overdue);
  });
});

describe('a late tick that fills more orders than fit in a transaction', () => {
  const COUNT = 30;
  const filling: TickParts = { price: 9, availability: 22, at: seconds(95) };
  const quiet: TickParts = { price: 20, availability: 0, at: seconds(101) };

  async function crowd(): Promise<void> {
    for (let count = 0; count < COUNT; count++) await buy(store, ann, { total: 1, upper: 10 });
  }

  test('leaves unfinished fills on the stock for whoever comes next when its process dies', async () => {
    for (const next of [
      () => tick(store, filling),
      () => tick(store, quiet),
      () => buy(store, ann, { total: 1, upper: 20 }),
    ]) {
      store = await openTestStore({ retry: UNTIRING });
      ann = await aUser(store, { cash: 100_000 });
      await tick(store, { price: 20, availability: 0, at: seconds(100) });
      await crowd();
      interfere(store, { on: 'TransactWriteItems', skip: 1, before: crash });
      await expect(tick(store, filling)).rejects.toThrow(Crash);
      const { overtaken, quote } = await stock();
      expect(overtaken).toMatchObject({ price: units(9), availability: 22 });
      expect(overtaken?.left).toBeGreaterThan(0);
      expect(quote?.price).toBe(units(20));
      await next();
      expect(await shares(store, ann)).toMatchObject({ available: 22, cost: units(198) });
      expect((await stock()).overtaken).toBeUndefined();
    }
  });

  test('fills each once, up to what it offers, when delivered several times at once', async () => {
    await crowd();
    await Promise.all(Array.from({ length: 4 }, () => tick(store, filling)));
    expect(await shares(store, ann)).toMatchObject({ available: 22 });
  });

  test('and a newer tick at the same time each fill what they offer', async () => {
    await crowd();
    await Promise.all([tick(store, filling), tick(store, { price: 8, availability: 5, at: seconds(102) })]);
    expect(await shares(store, ann)).toMatchObject({ available: 27, cost: units(238) });
  });
});
