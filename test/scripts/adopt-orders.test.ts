import type { UserId } from '../../functions/domain/ids';
import type { Order } from '../../functions/domain/order';
import { isRejection } from '../../functions/domain/rejection';
import { listOrders } from '../../functions/storage/queries/list-orders';
import { readOrder } from '../../functions/storage/queries/read-order';
import { relistOrder } from '../../functions/storage/transactions/relist-order';
import { adoptOrders } from '../../scripts/operate/orders/adopt';
import { readOptions } from '../../scripts/operate/orders/options';
import { aUser, buy, seconds, tick } from '../../testing/builders';
import { closedBesides } from '../../testing/closed-orders';
import { interfere } from '../../testing/interference';
import { openTestStore, type TestStore } from '../../testing/test-store';
import { changingNothing, itemsOf } from '../../testing/whole-table';
import { put } from '../audit/audited';

let store: TestStore;
let ann: UserId;
let lasting: Order;
let expiring: Order;

beforeEach(async () => {
  store = await openTestStore();
  ann = await aUser(store, { cash: 100_000 });
  await tick(store, { price: 20, availability: 0 });
  lasting = await buy(store, ann, { upper: 5 });
  expiring = await buy(store, ann, { upper: 6, timeInForce: 'gtd', expiresAt: seconds(60) });
  await closedBesides(store, lasting, 120);
  await asVersion01LeftIt();
});

/** Its index had one partition, in which the order itself lay, and none of open orders. */
async function asVersion01LeftIt(): Promise<void> {
  for (const item of await itemsOf(store, 'USER#', 'ORDER#')) {
    if (!['new', 'partially_filled'].includes(String(item.status))) continue;
    const { GSI1PK: _, GSI1SK: __, ...rest } = item;
    const place =
      item.goodUntil === undefined ? {} : { GSI1PK: 'EXPIRING', GSI1SK: `${item.goodUntil}#${item.id}` };
    await put(store, { ...rest, ...place });
  }
  for (const { GSI1PK: _, GSI1SK: __, ...entry } of await itemsOf(store, 'BOOK#')) await put(store, entry);
}

const adopt = () => adoptOrders(store, (line) => expect(line).toBe(''));

async function openOnes() {
  const page = await listOrders(store, ann, { status: 'open' }, { limit: 20 });
  return isRejection(page) ? page : page.results.map(({ id }) => id).sort();
}

async function sweep() {
  const { handler } = await import('../../functions/jobs/expire-orders');
  const { useStore } = await import('../../functions/environment');
  useStore(store);
  return await handler();
}

test('open orders from version 0.1 can be listed and expire again, and are otherwise unchanged', async () => {
  expect(await openOnes()).toEqual([]);
  expect(await adopt()).toEqual({ adopted: 2, failed: 0 });
  expect(await openOnes()).toEqual([lasting.id, expiring.id].sort());
  for (const order of [lasting, expiring])
    expect(await readOrder(store, ann, order.id)).toEqual({ ...order, version: order.version + 1 });
  store.clock.advance({ seconds: 61 });
  expect(await sweep()).toEqual({ expired: 1, failed: 0 });
  expect(await readOrder(store, ann, expiring.id)).toMatchObject({ status: 'expired' });
  expect(await openOnes()).toEqual([lasting.id]);
});

test('a second run changes nothing', async () => {
  await adopt();
  expect(await changingNothing(store, adopt)).toEqual({ adopted: 0, failed: 0 });
});

test('an order that has filled since, so that only its book entry is unlisted, is adopted too', async () => {
  await tick(store, { price: 6, availability: 1, at: seconds(1) });
  expect(await readOrder(store, ann, expiring.id)).toMatchObject({ status: 'partially_filled' });
  expect(await adopt()).toEqual({ adopted: 2, failed: 0 });
  store.clock.advance({ seconds: 61 });
  expect(await sweep()).toEqual({ expired: 1, failed: 0 });
});

test('an order that fills meanwhile keeps its fill', async () => {
  interfere(store, {
    on: 'TransactWriteItems',
    before: () => tick(store, { price: 6, availability: 1, at: seconds(1) }),
  });
  expect(await relistOrder(store, ann, expiring.id)).toBe(true);
  expect(await readOrder(store, ann, expiring.id)).toMatchObject({ status: 'partially_filled' });
});

test('a closed order is left alone', async () => {
  await tick(store, { price: 5, availability: 1_000, at: seconds(1) });
  expect(await changingNothing(store, () => relistOrder(store, ann, lasting.id))).toBe(false);
});

test("an order that can't be adopted is reported, and the others are adopted", async () => {
  const entries = await itemsOf(store, 'BOOK#');
  const { PK, SK } = entries.find(({ userId, goodUntil }) => userId === ann && goodUntil === undefined) ?? {};
  const lines: string[] = [];
  await remove(String(PK), String(SK));
  expect(await adoptOrders(store, (line) => lines.push(line))).toEqual({ adopted: 1, failed: 1 });
  expect(lines[0]).toContain(lasting.id);
});

async function remove(PK: string, SK: string): Promise<void> {
  await store.client.call('DeleteItem', { TableName: store.tableName, Key: { PK, SK } });
}

test.each([
  [['adopt'], { command: 'adopt', data: 'data' }],
  [['adopt', '--stage', 'prod'], { command: 'adopt', stage: 'prod' }],
])('%j is accepted', (args, options) => {
  expect(readOptions(args, {})).toMatchObject(options);
});

test.each([[['abolish']], [['adopt', '--stage', 'moon']]])('%j is refused', (args) => {
  expect(() => readOptions(args, {})).toThrow();
});
