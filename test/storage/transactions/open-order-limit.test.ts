import type { UserId } from '../../../functions/domain/ids';
import { quantity } from '../../../functions/domain/money';
import type { Order } from '../../../functions/domain/order';
import { isRejection, type Rejection } from '../../../functions/domain/rejection';
import { fromHoldingItem, holdingKey } from '../../../functions/storage/items/holding';
import { readAccount } from '../../../functions/storage/queries/read-account';
import { getItem } from '../../../functions/storage/table/read';
import { cancelOrder } from '../../../functions/storage/transactions/cancel-order';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import { replaceOrder } from '../../../functions/storage/transactions/replace-order';
import {
  accepted,
  aRequest,
  aUser,
  CIB,
  OPTIONS,
  type OrderParts,
  seconds,
  tick,
  units,
} from '../../../testing/builders';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { changingNothing } from '../../../testing/whole-table';
import { audited } from '../../audit/audited';

/** A quote of 10 with nothing on offer, and at most two open orders of a kind. */
let store: TestStore;
let ann: UserId;
const limited = { ...OPTIONS, maxOpenOrders: 2 };

beforeEach(async () => {
  store = await openTestStore();
  ann = await aUser(store, { cash: 10_000 });
  await tick(store, { availability: 0 });
});

// The promises hold after every story: the audit counts the open orders itself.
afterEach(async () => {
  const { violations, undecided } = await audited(store);
  expect({ violations, undecided }).toEqual({ violations: [], undecided: [] });
});

async function place(side: 'buy' | 'sell', parts: OrderParts = {}): Promise<Order | Rejection> {
  const bounds = side === 'buy' ? { upper: 9 } : { lower: 11 };
  return await placeOrder(store, aRequest(side, { total: 1, ...bounds, ...parts, userId: ann }), limited);
}

async function resting(side: 'buy' | 'sell', parts: OrderParts = {}): Promise<Order> {
  return accepted(await place(side, parts));
}

async function cancel({ id }: Order, status: 'canceled' | 'expired' = 'canceled') {
  return accepted(await cancelOrder(store, { userId: ann, orderId: id, status, reason: 'test' }));
}

async function openBuys(): Promise<number | undefined> {
  return (await readAccount(store, ann))?.openBuys;
}

async function openSells(): Promise<number | undefined> {
  const item = await getItem(store, holdingKey(ann, CIB));
  return item && fromHoldingItem(item).openSells;
}

async function ownShares(count: number): Promise<void> {
  await tick(store, { availability: count, at: seconds(1) });
  await resting('buy', { total: count, upper: 10, timeInForce: 'ioc' });
}

test('a buy above the limit is refused and changes nothing', async () => {
  await resting('buy');
  await resting('buy');
  expect(await changingNothing(store, () => place('buy'))).toEqual({ rejected: 'too_many_open_orders' });
});

test('a sell above the limit of its holding is refused and changes nothing', async () => {
  await ownShares(10);
  await resting('sell');
  await resting('sell');
  expect(await changingNothing(store, () => place('sell'))).toEqual({ rejected: 'too_many_open_orders' });
});

test('buys and sells are counted apart', async () => {
  await ownShares(10);
  for (const side of ['buy', 'sell', 'buy', 'sell'] as const) await resting(side);
  expect([await openBuys(), await openSells()]).toEqual([2, 2]);
});

test('too many is told before not enough', async () => {
  await resting('buy');
  await resting('buy');
  expect(await place('buy', { total: 1_000_000 })).toEqual({ rejected: 'too_many_open_orders' });
});

test.each(['canceled', 'expired'] as const)('an order that is %s makes room for one', async (status) => {
  const expiry = { timeInForce: 'gtd', expiresAt: seconds(60) } as const;
  const order = await resting('buy', expiry);
  await resting('buy');
  store.clock.advance({ seconds: status === 'expired' ? 60 : 59 });
  await cancel(order, status);
  await resting('buy');
  expect(await place('buy')).toEqual({ rejected: 'too_many_open_orders' });
});

test('an order that a tick fills makes room, and one that it fills in part does not', async () => {
  await resting('buy', { total: 1 });
  await resting('buy', { total: 5 });
  await tick(store, { price: 9, availability: 3, at: seconds(1) });
  expect(await openBuys()).toBe(1);
  await tick(store, { price: 9, availability: 3, at: seconds(2) });
  expect(await openBuys()).toBe(0);
});

test('sells that one tick fills make room together', async () => {
  await ownShares(10);
  await resting('sell');
  await resting('sell');
  await tick(store, { price: 11, availability: 0, at: seconds(2) });
  expect(await openSells()).toBe(0);
});

test('an order that the present quote fills at once is not counted, what rests of one is', async () => {
  await tick(store, { availability: 3, at: seconds(1) });
  await resting('buy', { total: 1, upper: 10 });
  expect(await openBuys()).toBe(0);
  await resting('buy', { total: 5, upper: 10 });
  expect(await openBuys()).toBe(1);
});

test.each(['ioc', 'fok'] as const)(
  'at the limit an order that never rests (%s) is still taken',
  async (timeInForce) => {
    await resting('buy');
    await resting('buy');
    await resting('buy', { timeInForce });
    await tick(store, { availability: 1, at: seconds(1) });
    expect((await resting('buy', { timeInForce, upper: 10 })).status).toBe('filled');
    expect(await openBuys()).toBe(2);
  },
);

test('a replacement changes no count, also at the limit', async () => {
  const order = await resting('buy');
  await resting('buy');
  const request = { userId: ann, orderId: order.id, change: { total: quantity(3) } };
  accepted(await replaceOrder(store, request, OPTIONS));
  expect(await openBuys()).toBe(2);
});

test('of many placed at once no more than the limit come in', async () => {
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => place('buy')));
  expect(outcomes.filter((outcome) => !isRejection(outcome))).toHaveLength(2);
  expect(await openBuys()).toBe(2);
});

describe('of orders with a second bound', () => {
  const few = { ...OPTIONS, maxBoundedOrders: 2 };
  const tooMany = { rejected: 'too_many_open_orders' };

  async function enter(side: 'buy' | 'sell', parts: OrderParts): Promise<Order | Rejection> {
    return await placeOrder(store, aRequest(side, { total: 1, ...parts, userId: ann }), few);
  }

  test('none is taken beyond the limit, while plain ones are', async () => {
    for (let count = 0; count < 2; count++) accepted(await enter('buy', { lower: 12, upper: 15 }));
    expect(await changingNothing(store, () => enter('buy', { lower: 12, upper: 15 }))).toEqual(tooMany);
    accepted(await enter('buy', { lower: 0, upper: 9 }));
  });

  test('none comes about by a replacement either', async () => {
    const plain = accepted(await enter('buy', { upper: 9 }));
    const replace = (lower: number) =>
      replaceOrder(store, { userId: ann, orderId: plain.id, change: { lowerBound: units(lower) } }, few);
    for (let count = 0; count < 2; count++) accepted(await enter('buy', { upper: 9 }));
    expect(await changingNothing(store, () => replace(5))).toEqual(tooMany);
    accepted(await cancel(accepted(await enter('buy', { upper: 9 }))));
    accepted(
      await replaceOrder(store, { userId: ann, orderId: plain.id, change: { total: quantity(1) } }, few),
    );
  });

  test('the second one may still get another bound', async () => {
    const first = accepted(await enter('buy', { upper: 9 }));
    accepted(await enter('buy', { lower: 5, upper: 9 }));
    const change = { lowerBound: units(4) };
    accepted(await replaceOrder(store, { userId: ann, orderId: first.id, change }, few));
  });
});
