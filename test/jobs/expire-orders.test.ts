import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { OrderId, UserId } from '../../functions/domain/ids';
import { useStore } from '../../functions/environment';
import { logger } from '../../functions/logger';
import { orderKey } from '../../functions/storage/items/order';
import { readOrder } from '../../functions/storage/queries/read-order';
import { cancelOrder } from '../../functions/storage/transactions/cancel-order';
import { setEnvironment } from '../../testing/api';
import { aUser, balance, buy, seconds, sell, shares, tick, units } from '../../testing/builders';
import { interfere } from '../../testing/interference';
import { UNTIRING } from '../../testing/patience';
import { documents, openTestStore, type TestStore } from '../../testing/test-store';
import { changingNothing, itemsOf } from '../../testing/whole-table';

let store: TestStore;
let ann: UserId;
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
  setEnvironment(store.tableName);
  useStore(store);
  ann = await aUser(store, { cash: 1000 });
  await tick(store, { price: 20, availability: 5 });
});

/** Loaded late: a function reads its settings when it is loaded. */
async function sweep(): Promise<{ expired: number; failed: number }> {
  const { handler } = await import('../../functions/jobs/expire-orders');
  return await handler();
}

function waiting(end: number, total = 10) {
  return buy(store, ann, { total, upper: 5, timeInForce: 'gtd', expiresAt: seconds(end) });
}

test('the sweep returns what expired orders hold, and leaves the others alone', async () => {
  const [over, later] = [await waiting(60), await waiting(61)];
  store.clock.advance({ seconds: 60 });
  expect(await sweep()).toEqual({ expired: 1, failed: 0 });
  expect(await readOrder(store, ann, over.id)).toMatchObject({
    status: 'expired',
    statusReason: 'time_in_force',
  });
  expect(await readOrder(store, ann, later.id)).toMatchObject({ status: 'new' });
  expect(await balance(store, ann)).toEqual({ available: units(950), frozen: units(50) });
  expect(await itemsOf(store, 'BOOK#')).toHaveLength(1);
  expect(await changingNothing(store, sweep)).toEqual({ expired: 0, failed: 0 });
});

test('a partially filled order gets the rest back', async () => {
  const { id } = await waiting(60);
  await tick(store, { price: 5, availability: 4, at: seconds(1) });
  store.clock.advance({ seconds: 60 });
  await sweep();
  expect(await readOrder(store, ann, id)).toMatchObject({ status: 'expired', remaining: 6 });
  expect(await balance(store, ann)).toEqual({ available: units(980), frozen: 0n });
});

test('sells get their shares back', async () => {
  await buy(store, ann, { total: 5, upper: 20 });
  await sell(store, ann, { total: 3, lower: 50, timeInForce: 'gtd', expiresAt: seconds(60) });
  store.clock.advance({ seconds: 60 });
  await sweep();
  expect(await shares(store, ann)).toMatchObject({ available: 5, frozen: 0 });
});

test('two concurrent sweeps expire each order once', async () => {
  for (let count = 0; count < 12; count++) await waiting(60, 1);
  store.clock.advance({ seconds: 60 });
  const [one, other] = await Promise.all([sweep(), sweep()]);
  expect(one.expired + other.expired).toBe(12);
  expect(await balance(store, ann)).toEqual({ available: units(1000), frozen: 0n });
});

test('an order canceled by its owner a moment before is expired once', async () => {
  const { id } = await waiting(60);
  store.clock.advance({ seconds: 60 });
  const cancel = () => cancelOrder(store, { userId: ann, orderId: id, status: 'canceled', reason: 'test' });
  interfere(store, { on: 'TransactWriteItems', before: cancel });
  expect(await sweep()).toEqual({ expired: 0, failed: 0 });
  expect(await readOrder(store, ann, id)).toMatchObject({ status: 'expired', version: 2 });
  expect(await balance(store, ann)).toEqual({ available: units(1000), frozen: 0n });
});

test("an order that can't be closed doesn't keep others open, and is retried by the next sweep", async () => {
  const log = jest.spyOn(logger, 'error').mockImplementation();
  const ids: OrderId[] = [];
  for (let count = 0; count < 20; count++) ids.push((await waiting(60, 1)).id);
  store.clock.advance({ seconds: 60 });
  const broken = ids[7] as OrderId;
  const setVersion = async (version: unknown) =>
    await documents().send(
      new UpdateCommand({
        TableName: store.tableName,
        Key: { ...orderKey(ann, broken) },
        UpdateExpression: 'SET version = :version',
        ExpressionAttributeValues: { ':version': version },
      }),
    );
  await setVersion('unreadable');
  expect(await sweep()).toEqual({ expired: 19, failed: 1 });
  expect(log.mock.calls.map(([, details]) => details)).toMatchObject([{ user_id: ann, order_id: broken }]);
  await setVersion(1);
  expect(await sweep()).toEqual({ expired: 1, failed: 0 });
  expect(await readOrder(store, ann, broken)).toMatchObject({ status: 'expired' });
});

test('more than a page of one partition is swept in one run', async () => {
  for (let count = 0; count < 130; count++) await waiting(60, 1);
  store.clock.advance({ seconds: 60 });
  expect(await sweep()).toEqual({ expired: 130, failed: 0 });
});
