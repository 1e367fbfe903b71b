import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { entriesOf } from '../../functions/domain/book';
import type { OrderId, UserId } from '../../functions/domain/ids';
import type { Order } from '../../functions/domain/order';
import { bookEntryKey } from '../../functions/storage/items/book-entry';
import { holdingKey } from '../../functions/storage/items/holding';
import { orderKey } from '../../functions/storage/items/order';
import { stockKey } from '../../functions/storage/items/stock';
import { readOrder } from '../../functions/storage/queries/read-order';
import { placeOrder } from '../../functions/storage/transactions/place-order';
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
} from '../../testing/builders';
import { documents, openTestStore, type TestStore } from '../../testing/test-store';
import { audited, plant } from './audited';

/** Ann waits with a stop, has the exit of a buy, and a buy that has bought 4 of 10 for its exit. The price is 10. */
let store: TestStore;
let ann: UserId;
let stop: Order;
let exit: Order;

const place = async (side: 'buy' | 'sell', parts: OrderParts) =>
  accepted(await placeOrder(store, aRequest(side, { total: 10, ...parts, userId: ann }), OPTIONS));

beforeEach(async () => {
  store = await openTestStore();
  ann = await aUser(store, { cash: 10_000 });
  await tick(store, { price: 10, availability: 14 });
  stop = await place('buy', { type: 'stop', stop: 20 });
  const bought = await place('buy', { upper: 10, takeProfit: 15, stopLoss: 5 });
  exit = await read(bought.exitOrderId);
  await place('buy', { upper: 10, takeProfit: 15, stopLoss: 5 });
});

async function read(id: OrderId | undefined): Promise<Order> {
  const order = id && (await readOrder(store, ann, id));
  if (!order) throw new Error('no such order');
  return order;
}

async function findings(): Promise<[number, string][]> {
  const { violations } = await audited(store);
  return violations.map(({ promise, what }) => [promise, what]);
}

test('nothing is found before anything is planted, or once the exit has been triggered', async () => {
  expect(await findings()).toEqual([]);
  await tick(store, { price: 4, availability: 0, at: seconds(1) });
  expect(await read(exit.id)).toMatchObject({ status: 'filled' });
  expect(await findings()).toEqual([]);
});

test('shares a buy acquired for its exit that aren’t frozen', async () => {
  await plant(store, holdingKey(ann, CIB), { available: 4, frozen: 10 });
  expect(await findings()).toEqual([[2, expect.stringMatching(/has 10 shares frozen.* 14/)]]);
});

test.each([0, 1])('an exit missing from place %i of the book', async (place) => {
  const entry = entriesOf(exit)[place];
  if (!entry) throw new Error('an exit has two places');
  await documents().send(new DeleteCommand({ TableName: store.tableName, Key: { ...bookEntryKey(entry) } }));
  expect(await findings()).toEqual([[7, expect.stringMatching(/The open order .* has no entry/)]]);
});

test('a stop its stock doesn’t know of', async () => {
  await plant(store, stockKey(CIB), { nearestBuy: units(21) });
  expect(await findings()).toEqual([[7, expect.stringMatching(/waits closer to the price/)]]);
});

test('a stop marked as triggered that still waits', async () => {
  await plant(store, orderKey(ann, stop.id), { triggeredAt: seconds(1) });
  expect(await findings()).toEqual(
    expect.arrayContaining([[7, expect.stringMatching(/is not where its order belongs/)]]),
  );
});
