import type { OrderId } from '../../../functions/domain/ids';
import type { Order } from '../../../functions/domain/order';
import { expiringPartitions } from '../../../functions/storage/items/expiry';
import { findExpiredOrders } from '../../../functions/storage/queries/find-expired-orders';
import { readOrder } from '../../../functions/storage/queries/read-order';
import { cancelOrder } from '../../../functions/storage/transactions/cancel-order';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import { type Ann, openMarket } from '../../../testing/ann';
import { aRequest, OPTIONS, seconds, tick, units } from '../../../testing/builders';
import { expiredOrders } from '../../../testing/expired-orders';
import { Crash, crash, interfere } from '../../../testing/interference';
import type { TestStore } from '../../../testing/test-store';
import { itemsOf } from '../../../testing/whole-table';

let store: TestStore;
let ann: Ann;
beforeEach(async () => {
  ({ store, ann } = await openMarket({ cash: 1000, price: 10, availability: 30 }));
});

describe('an order that must be filled at once', () => {
  test.each<[string, Order['timeInForce'], number, object, number]>([
    ['ioc takes what there is, and the rest expires', 'ioc', 50, { status: 'expired', remaining: 20 }, 30],
    ['ioc takes all of it when there is enough', 'ioc', 30, { status: 'filled' }, 30],
    ['fok takes all or nothing: nothing', 'fok', 31, { status: 'rejected', remaining: 31 }, 0],
    ['fok takes all or nothing: all', 'fok', 30, { status: 'filled' }, 30],
  ])('%s', async (_, timeInForce, total, outcome, held) => {
    const order = await ann.buy({ total, upper: 10, timeInForce });
    expect(order).toMatchObject(outcome);
    expect(await ann.order(order)).toEqual(order);
    expect(await ann.shares()).toMatchObject({ available: held });
    expect(await ann.balance()).toEqual({ available: units(1000 - 10 * held), frozen: 0n });
    expect(await itemsOf(store, 'BOOK#')).toEqual([]);
  });

  test.each(['ioc', 'fok'] as const)('%s away from the price ends without a fill', async (timeInForce) => {
    const order = await ann.buy({ total: 1, upper: 9, timeInForce });
    expect(order.status).toBe(timeInForce === 'ioc' ? 'expired' : 'rejected');
    expect(await ann.balance()).toEqual({ available: units(1000), frozen: 0n });
  });

  test.each(['ioc', 'fok'] as const)('%s is not filled by a quote that is too old', async (timeInForce) => {
    store.clock.advance({ seconds: 60 });
    const order = await ann.buy({ total: 1, upper: 10, timeInForce });
    expect(order).toMatchObject({ remaining: 1 });
  });

  test.each(['ioc', 'fok'] as const)('%s sells are filled in full', async (timeInForce) => {
    await ann.buy({ total: 30, upper: 10 });
    const order = await ann.sell({ total: 30, lower: 10, timeInForce });
    expect(order).toMatchObject({ status: 'filled' });
  });

  test.each(['ioc', 'fok'] as const)(
    '%s must have its whole hold, though it takes less',
    async (timeInForce) => {
      const request = aRequest('buy', { userId: ann.id, total: 101, upper: 10, timeInForce });
      expect(await placeOrder(store, request, OPTIONS)).toEqual({ rejected: 'insufficient_funds' });
    },
  );

  test.each<['ioc' | 'fok', 'before' | 'after']>([
    ['ioc', 'before'],
    ['ioc', 'after'],
    ['fok', 'before'],
    ['fok', 'after'],
  ])('%s leaves nothing resting when the process dies %s the commit', async (timeInForce, when) => {
    interfere(store, { on: 'TransactWriteItems', [when]: crash });
    await expect(ann.buy({ total: 20, upper: 10, timeInForce })).rejects.toThrow(Crash);
    expect(await itemsOf(store, 'BOOK#')).toEqual([]);
    const held = when === 'before' ? 0 : 20;
    expect(await ann.shares()).toMatchObject({ available: held });
    expect(await ann.balance()).toEqual({ available: units(1000 - 10 * held), frozen: 0n });
  });

  test('of fok orders at once only those are filled that are filled whole', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => ann.buy({ total: 12, upper: 10, timeInForce: 'fok' })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['filled', 'filled', 'rejected', 'rejected']);
    expect(await ann.shares()).toMatchObject({ available: 24 });
  });
});

describe('an order that expires', () => {
  async function waiting(expiresAt = seconds(60)): Promise<OrderId> {
    return (await ann.buy({ total: 10, upper: 5, timeInForce: 'gtd', expiresAt })).id;
  }

  test('a day order lives until midnight UTC', async () => {
    const order = await ann.buy({ total: 10, upper: 5, timeInForce: 'day' });
    expect(order.expiresAt).toBe(seconds(12 * 3600));
  });

  test('is filled in the last microsecond of its life, and not at its end', async () => {
    const [first, second] = [await waiting(seconds(60)), await waiting(seconds(61))];
    store.clock.advance({ seconds: 60 });
    await tick(store, { price: 5, availability: 100, at: seconds(1) });
    expect(await readOrder(store, ann.id, first)).toMatchObject({ status: 'new' });
    expect(await readOrder(store, ann.id, second)).toMatchObject({ status: 'filled' });
  });

  test('is passed over by a tick before the sweep has come, and takes nothing from those behind it', async () => {
    await waiting();
    const next = await ann.buy({ total: 10, upper: 5 });
    store.clock.advance({ seconds: 60 });
    await tick(store, { price: 5, availability: 10, at: seconds(1) });
    expect(await ann.order(next)).toMatchObject({ status: 'filled' });
  });

  test('is not filled by a placement that settles the stock either', async () => {
    const id = await waiting();
    store.clock.advance({ seconds: 60 });
    await tick(store, { price: 6, availability: 10, at: seconds(1) });
    interfere(store, {
      on: 'GetItem',
      after: () => tick(store, { price: 5, availability: 10, at: seconds(2) }),
    });
    await ann.buy({ total: 1, upper: 5 });
    expect(await ann.order({ id })).toMatchObject({ status: 'new' });
  });

  test('is found once its time is over, and no longer when it has been swept', async () => {
    const id = await waiting();
    expect(await expiredOrders(store, seconds(59.999999))).toEqual([]);
    expect(await expiredOrders(store, seconds(60))).toEqual([{ userId: ann.id, orderId: id }]);
    store.clock.advance({ seconds: 60 });
    const swept = { userId: ann.id, orderId: id, status: 'expired', reason: 'time_in_force' } as const;
    expect(await cancelOrder(store, swept)).toMatchObject({
      status: 'expired',
      statusReason: 'time_in_force',
    });
    expect(await expiredOrders(store, seconds(60))).toEqual([]);
    expect(await ann.balance()).toEqual({ available: units(1000), frozen: 0n });
  });

  test('waits with others in sixteen partitions, in each in the order of expiry, a page at a time', async () => {
    for (let count = 0; count < 20; count++) await waiting(seconds(20 - count));
    const sizes: number[] = [];
    for (const partition of expiringPartitions) {
      const page = { limit: 2 };
      const first = await findExpiredOrders(store, partition, seconds(100), page);
      const ends = await Promise.all(first.orders.map(({ orderId }) => readOrder(store, ann.id, orderId)));
      expect(ends.map((order) => order?.expiresAt)).toEqual(ends.map((order) => order?.expiresAt).sort());
      const all = await findExpiredOrders(store, partition, seconds(100), { limit: 20 });
      const rest =
        first.next &&
        (await findExpiredOrders(store, partition, seconds(100), { limit: 20, behind: first.next }));
      expect([...first.orders, ...(rest?.orders ?? [])]).toHaveLength(all.orders.length);
      sizes.push(all.orders.length);
    }
    expect(sizes.reduce((sum, size) => sum + size)).toBe(20);
    expect(Math.max(...sizes)).toBeLessThan(12);
  });

  test('is not found any more when it was filled or canceled before', async () => {
    const [filled, canceled] = [await waiting(), await waiting()];
    await cancelOrder(store, { userId: ann.id, orderId: canceled, status: 'canceled', reason: 'test' });
    await tick(store, { price: 5, availability: 10, at: seconds(1) });
    expect(await readOrder(store, ann.id, filled)).toMatchObject({ status: 'filled' });
    expect(await expiredOrders(store, seconds(100))).toEqual([]);
  });

  test('is still found when it was filled in part', async () => {
    const id = await waiting();
    await tick(store, { price: 5, availability: 4, at: seconds(1) });
    expect(await expiredOrders(store, seconds(60))).toEqual([{ userId: ann.id, orderId: id }]);
  });
});
