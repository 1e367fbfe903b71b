import type { OrderId, UserId } from '../../../functions/domain/ids';
import { holdOf, type Order } from '../../../functions/domain/order';
import { readOrder } from '../../../functions/storage/queries/read-order';
import { type Cancellation, cancelOrder } from '../../../functions/storage/transactions/cancel-order';
import { type Ann, openMarket } from '../../../testing/ann';
import { accepted, anOrderId, seconds, tick, units } from '../../../testing/builders';
import { interfere } from '../../../testing/interference';
import { remembering } from '../../../testing/remembering';
import type { TestStore } from '../../../testing/test-store';
import { changingNothing, itemsOf } from '../../../testing/whole-table';

let store: TestStore;
let ann: Ann;
beforeEach(async () => {
  ({ store, ann } = await openMarket({ cash: 1000, price: 20 }));
});

function cancel(orderId: OrderId, parts: Partial<Cancellation> = {}, key?: string) {
  const cancellation = { userId: ann.id, orderId, status: 'canceled', reason: 'test', ...parts } as const;
  return cancelOrder(store, cancellation, remembering<Order>(parts.userId ?? ann.id, key));
}

test('a canceled buy gives back all that it still holds, and leaves the book', async () => {
  const { id } = await ann.buy({ total: 100, upper: 10 });
  await tick(store, { price: 8, availability: 40, at: seconds(1) });
  const order = accepted(await cancel(id));
  expect(order).toMatchObject({
    status: 'canceled',
    statusReason: 'test',
    remaining: 60,
    closedAt: store.now(),
  });
  expect(holdOf(order)).toEqual({
    initial: units(1000),
    captured: units(320),
    released: units(680),
    remaining: 0n,
  });
  expect(await ann.order({ id })).toEqual(order);
  expect(await ann.balance()).toEqual({ available: units(680), frozen: 0n });
  expect(await itemsOf(store, 'BOOK#')).toEqual([]);
});

test('a canceled sell gives back its shares', async () => {
  await ann.buy({ total: 10, upper: 20 });
  await tick(store, { price: 20, availability: 10, at: seconds(1) });
  const { id } = await ann.sell({ total: 4, lower: 50 });
  await cancel(id);
  expect(await ann.shares()).toEqual({ available: 10, frozen: 0, cost: units(200) });
});

test.each<[string, () => Promise<OrderId>, Partial<Cancellation>, string]>([
  ['an unknown order', async () => anOrderId(), {}, 'order_not_found'],
  ["somebody else's order", async () => open(), { userId: 'bob' as UserId }, 'order_not_found'],
  ['a filled order', () => filled(), {}, 'order_closed'],
  ['an order canceled before', () => canceled(), {}, 'order_closed'],
  ['an order that does not expire, by the sweep', () => open(), { status: 'expired' }, 'order_closed'],
  ['an order that expires later, by the sweep', () => expiring(), { status: 'expired' }, 'order_closed'],
])('%s is not canceled, and nothing changes', async (_, make, parts, rejected) => {
  const id = await make();
  expect(await changingNothing(store, () => cancel(id, parts))).toEqual({ rejected });
  expect(await changingNothing(store, () => cancel(id, parts, 'k'))).toEqual({ rejected });
});

test('under a key that has been answered nothing is canceled', async () => {
  const [first, second] = [await open(), await open()];
  await cancel(first, {}, 'k');
  expect(await changingNothing(store, () => cancel(second, {}, 'k'))).toEqual({ rejected: 'repeated' });
});

test('of cancellations at once one wins, and the hold is given back once', async () => {
  const id = await open();
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => cancel(id)));
  expect(outcomes.filter((outcome) => !('rejected' in outcome))).toHaveLength(1);
  expect(await ann.balance()).toEqual({ available: units(1000), frozen: 0n });
});

test('of cancellations at once under one key one wins, and the others are repeats or too late', async () => {
  const id = await open();
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => cancel(id, {}, 'k')));
  const refused = outcomes.flatMap((outcome) => ('rejected' in outcome ? [outcome.rejected] : []));
  expect(refused).toHaveLength(3);
  expect(['repeated', 'order_closed']).toEqual(expect.arrayContaining(refused));
});

test('against a tick that fills the order exactly one wins', async () => {
  const id = await open();
  const [outcome] = await Promise.all([
    cancel(id),
    tick(store, { price: 10, availability: 10, at: seconds(1) }),
  ]);
  const order = await ann.order({ id });
  expect(order?.status).toBe('rejected' in outcome ? 'filled' : 'canceled');
  const held = (await ann.shares()).available;
  expect(held).toBe(order?.status === 'filled' ? 10 : 0);
  expect(await ann.balance()).toEqual({ available: units(1000 - 10 * held), frozen: 0n });
});

test.each<[string, number, string, object]>([
  ['the whole order', 10, 'filled', { rejected: 'order_closed' }],
  ['a part of it', 4, 'canceled', { status: 'canceled', remaining: 6 }],
])('a cancellation that a fill of %s overtakes reads again', async (_, availability, status, outcome) => {
  const id = await open();
  interfere(store, {
    on: 'TransactWriteItems',
    before: () => tick(store, { price: 10, availability, at: seconds(1) }),
  });
  expect(await cancel(id)).toMatchObject(outcome);
  expect(await ann.order({ id })).toMatchObject({ status });
  expect(await ann.balance()).toEqual({ available: units(1000 - 10 * availability), frozen: 0n });
});

test('a fill that a cancellation overtakes looks again, and gives the shares to the next in line', async () => {
  const first = await open();
  const second = await open();
  interfere(store, { on: 'TransactWriteItems', before: () => cancel(first) });
  await tick(store, { price: 10, availability: 10, at: seconds(1) });
  expect(await readOrder(store, ann.id, first)).toMatchObject({ status: 'canceled' });
  expect(await readOrder(store, ann.id, second)).toMatchObject({ status: 'filled' });
});

async function open(): Promise<OrderId> {
  return (await ann.buy({ total: 10, upper: 10 })).id;
}

async function filled(): Promise<OrderId> {
  const id = await open();
  await tick(store, { price: 10, availability: 10, at: seconds(1) });
  return id;
}

async function canceled(): Promise<OrderId> {
  const id = await open();
  await cancel(id);
  return id;
}

async function expiring(): Promise<OrderId> {
  const terms = { total: 10, upper: 10, timeInForce: 'gtd', expiresAt: seconds(1) } as const;
  return (await ann.buy(terms)).id;
}
