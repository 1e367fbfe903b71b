import type { UserId } from '../../functions/domain/ids';
import { quantity } from '../../functions/domain/money';
import type { TermsChange } from '../../functions/domain/replacement';
import { matchTicks } from '../../functions/storage/matching/match-ticks';
import { readUserPage } from '../../functions/storage/queries/read-user-page';
import { cancelOrder } from '../../functions/storage/transactions/cancel-order';
import { placeOrder } from '../../functions/storage/transactions/place-order';
import { replaceOrder } from '../../functions/storage/transactions/replace-order';
import { transfer } from '../../functions/storage/transactions/transfer';
import {
  accepted,
  aRequest,
  aTick,
  aUser,
  buy,
  CIB,
  OPTIONS,
  type OrderParts,
  seconds,
  sell,
  tick,
  units,
} from '../../testing/builders';
import { openTestStore, type TestStore } from '../../testing/test-store';

/** What operations cost in calls and capacity units. These don't depend on the machine, so tests may assert them. */
let store: TestStore;
let ann: UserId;

beforeEach(async () => {
  store = await openTestStore();
  ann = await aUser(store, { cash: 1_000_000 });
  await tick(store, { price: 5, availability: 0 });
});

describe('a request', () => {
  test('to deposit or to withdraw costs 4 write units', async () => {
    const deposit = { userId: ann, type: 'deposit', amount: units(1) } as const;
    expect((await store.meter.measure(() => transfer(store, deposit))).writeUnits).toBe(4);
    const withdrawal = { ...deposit, type: 'withdrawal' } as const;
    expect((await store.meter.measure(() => transfer(store, withdrawal))).writeUnits).toBe(4);
  });

  test('with an idempotency key costs 2 more', async () => {
    const request = { userId: ann, callerId: ann, key: 'k', fingerprint: 'f' };
    const remember = { request, render: () => ({ status: 200, body: '{}' }) };
    const deposit = { userId: ann, type: 'deposit', amount: units(1) } as const;
    expect((await store.meter.measure(() => transfer(store, deposit, remember))).writeUnits).toBe(6);
  });

  test('to place an order costs 7, plus 2 when it opens a band and 1 when it expires', async () => {
    expect((await store.meter.measure(() => buy(store, ann, { upper: 1 }))).writeUnits).toBe(9);
    expect((await store.meter.measure(() => buy(store, ann, { upper: 1 }))).writeUnits).toBe(7);
    const ending = { upper: 1, timeInForce: 'gtd', expiresAt: seconds(60) } as const;
    expect((await store.meter.measure(() => buy(store, ann, ending))).writeUnits).toBe(8);
  });

  test('to place an order with two bounds costs the same if the price has reached the other one', async () => {
    const placing = () => store.meter.measure(() => buy(store, ann, { lower: 0.5, upper: 1 }));
    expect((await placing()).writeUnits).toBe(9);
    expect(await placing()).toMatchObject({ writeUnits: 7, calls: 3 });
  });

  test('to cancel an order costs 7', async () => {
    const order = await buy(store, ann, { upper: 1 });
    const cancellation = { userId: ann, orderId: order.id, status: 'canceled', reason: 'test' } as const;
    expect((await store.meter.measure(() => cancelOrder(store, cancellation))).writeUnits).toBe(7);
  });

  test('to place a stop costs 9, an exit 11, and to replace or cancel one depends on its places in the book', async () => {
    const holder = await owner(10);
    await tick(store, { price: 5, availability: 0, at: seconds(2) });
    const enter = async (parts: OrderParts) =>
      accepted(await placeOrder(store, aRequest('sell', { userId: holder, total: 1, ...parts }), OPTIONS));
    const stop = { type: 'stop', stop: 2 } as const;
    const exit = { type: 'exit', takeProfit: 90, stopLoss: 2 } as const;
    // The first of each tells the stock.
    const ids = [(await enter(stop)).id, (await enter(exit)).id];
    expect((await store.meter.measure(() => enter(stop))).writeUnits).toBe(9);
    expect((await store.meter.measure(() => enter(exit))).writeUnits).toBe(11);
    const costs = [];
    for (const [index, orderId] of ids.entries()) {
      const change = index === 0 ? { stopPrice: units(1) } : { stopLoss: units(1) };
      const replacing = () => replaceOrder(store, { userId: holder, orderId, change }, OPTIONS);
      const cancellation = { userId: holder, orderId, status: 'canceled', reason: 'test' } as const;
      const replaced = (await store.meter.measure(replacing)).writeUnits;
      costs.push([replaced, (await store.meter.measure(() => cancelOrder(store, cancellation))).writeUnits]);
    }
    expect(costs).toEqual([
      [8, 7],
      [8, 9],
    ]);
  });

  test('to cancel a partly filled buy costs 11 more when it leaves an exit', async () => {
    await tick(store, { price: 5, availability: 4, at: seconds(2) });
    const bracket = { userId: ann, total: 10, upper: 5, takeProfit: 90, stopLoss: 2 };
    const { id } = accepted(await placeOrder(store, aRequest('buy', bracket), OPTIONS));
    const cancellation = { userId: ann, orderId: id, status: 'canceled', reason: 'test' } as const;
    expect((await store.meter.measure(() => cancelOrder(store, cancellation))).writeUnits).toBe(18);
  });

  test('to place an order that fills at once costs 7 more, 4 if nothing of it rests, and 7 more with an exit', async () => {
    await tick(store, { price: 5, availability: 100, at: seconds(2) });
    const enter = (parts: OrderParts) =>
      store.meter.measure(() => placeOrder(store, aRequest('buy', { userId: ann, ...parts }), OPTIONS));
    // The first share makes the holding.
    await enter({ type: 'market', total: 1 });
    const bracket = { total: 1, upper: 5, takeProfit: 90, stopLoss: 2 };
    // The first exit tells the stock.
    await enter(bracket);
    expect((await enter({ type: 'market', total: 1 })).writeUnits).toBe(11);
    expect((await enter({ type: 'stop', stop: 5, total: 1 })).writeUnits).toBe(11);
    expect((await enter(bracket)).writeUnits).toBe(18);
    expect((await enter({ type: 'market', total: 1_000 })).writeUnits).toBe(14);
  });

  test('to replace an order costs 8, or 6 if its price stays', async () => {
    const { id: orderId } = await buy(store, ann, { upper: 1 });
    const replacing = (change: TermsChange) =>
      store.meter.measure(() => replaceOrder(store, { userId: ann, orderId, change }, OPTIONS));
    expect((await replacing({ upperBound: units(1.01) })).writeUnits).toBe(8);
    expect((await replacing({ total: quantity(50) })).writeUnits).toBe(6);
  });

  test('for a user page takes 2 calls, however many transactions there are', async () => {
    await tick(store, { price: 5, availability: 100, at: seconds(1) });
    for (let count = 0; count < 30; count++) await buy(store, ann, { total: 1 });
    expect((await store.meter.measure(() => readUserPage(store, ann))).calls).toBe(2);
  });
});

/** Ticks a second apart that fill nothing. */
function quietTicks(count: number, price: (index: number) => number = () => 5) {
  return Array.from({ length: count }, (_, index) => aTick({ price: price(index), at: seconds(1 + index) }));
}

describe('ticks that fill nothing', () => {
  test('cost at most 1.2 write units and 4 round trips each when sent one at a time', async () => {
    await buy(store, ann, { upper: 1 });
    await sell(store, await owner(1), { total: 1, lower: 90 });
    const { roundTrips, writeUnits, readUnits } = await store.meter.measure(async () => {
      for (const each of quietTicks(100)) await matchTicks(store, CIB, [each]);
    });
    expect(writeUnits).toBeLessThanOrEqual(120);
    expect(roundTrips).toBeLessThanOrEqual(400);
    expect(readUnits).toBeLessThanOrEqual(300);
  });

  test('cost at most 1.2 write units each when a minute apart', async () => {
    const ticks = Array.from({ length: 100 }, (_, index) =>
      aTick({ price: 5, at: seconds(60 * (index + 1)) }),
    );
    const { writeUnits } = await store.meter.measure(async () => {
      for (const each of ticks) await matchTicks(store, CIB, [each]);
    });
    expect(writeUnits).toBeLessThanOrEqual(120);
  });

  test('cost at most 12 write units and 8 round trips for a message of 100', async () => {
    await buy(store, ann, { upper: 1 });
    await sell(store, await owner(1), { total: 1, lower: 90 });
    await matchTicks(store, CIB, quietTicks(100));
    const later = quietTicks(200).slice(100);
    const { calls, writeUnits } = await store.meter.measure(() => matchTicks(store, CIB, later));
    expect(writeUnits).toBeLessThanOrEqual(12);
    expect(calls).toBeLessThanOrEqual(8);
  });
});

describe('a tick that triggers', () => {
  test('costs 6 write units for each stop and 8 for each exit, plus 2 per transaction', async () => {
    const holder = await owner(100);
    await tick(store, { price: 5, availability: 0, at: seconds(2) });
    const costOf = async (parts: OrderParts, count: number, at: number) => {
      for (let index = 0; index < count; index++)
        accepted(await placeOrder(store, aRequest('sell', { userId: holder, total: 1, ...parts }), OPTIONS));
      const triggering = aTick({ price: 3, availability: 0, at: seconds(at) });
      const { writeUnits } = await store.meter.measure(() =>
        matchTicks(store, CIB, [triggering], { sellLiquidity: 'availability' }),
      );
      await tick(store, { price: 5, availability: 0, at: seconds(at + 1) });
      return writeUnits;
    };
    const stop = { type: 'stop', stop: 4 } as const;
    const exit = { type: 'exit', takeProfit: 90, stopLoss: 4 } as const;
    const costs = [];
    for (const [index, parts] of [stop, stop, exit, exit].entries())
      costs.push(await costOf(parts, index % 2 === 0 ? 1 : 11, 10 + 2 * index));
    expect(costs).toEqual([2 + 6, 2 + 11 * 6, 2 + 8, 2 + 11 * 8]);
  });
});

describe('a tick that fills whole orders of distinct users', () => {
  test.each([1, 10, 100])(
    'costs at most 12 write units a fill and 2 a transaction: %d orders',
    async (count) => {
      const users = await Promise.all(Array.from({ length: count }, () => aUser(store, { cash: 10 })));
      for (const user of users) await buy(store, user, { total: 1 });
      const filling = aTick({ price: 10, availability: count, at: seconds(1) });
      const { writeUnits, readUnits } = await store.meter.measure(() => matchTicks(store, CIB, [filling]));
      const transactions = Math.ceil(count / 19);
      expect(writeUnits).toBeLessThanOrEqual(12 * count + 2 * transactions);
      expect(readUnits).toBeLessThanOrEqual(4 + 1.5 * count);
    },
  );
});

async function owner(count: number): Promise<UserId> {
  const user = await aUser(store, { cash: 10_000 });
  await tick(store, { price: 5, availability: count, at: seconds(0.5) });
  await placeOrder(store, aRequest('buy', { userId: user, total: count, upper: 5 }), OPTIONS);
  return user;
}
