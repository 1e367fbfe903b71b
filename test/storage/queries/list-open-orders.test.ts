import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { OrderId, StockId, UserId } from '../../../functions/domain/ids';
import type { Order } from '../../../functions/domain/order';
import { isRejection, reject } from '../../../functions/domain/rejection';
import { orderKey } from '../../../functions/storage/items/order';
import { listOrders } from '../../../functions/storage/queries/list-orders';
import type { ListPage } from '../../../functions/storage/table/list';
import { cancelOrder } from '../../../functions/storage/transactions/cancel-order';
import { aUser, buy, seconds, sell, tick } from '../../../testing/builders';
import { closedBesides } from '../../../testing/closed-orders';
import { inFull } from '../../../testing/scale';
import { documents, openTestStore, type TestStore } from '../../../testing/test-store';

const EFG = '11111111-1111-4111-8111-111111111111' as StockId;

let store: TestStore;
let ann: UserId;

beforeEach(async () => {
  store = await openTestStore();
  ann = await aUser(store, { cash: 1_000_000 });
  await tick(store, { price: 20, availability: 0 });
  await tick(store, { price: 20, availability: 0, stockId: EFG, name: 'EFG' });
});

async function open(
  filter: { stockId?: StockId } = {},
  limit = 20,
  cursor?: string,
): Promise<ListPage<Order>> {
  const page = await listOrders(store, ann, { status: 'open', ...filter }, { limit, cursor });
  if (isRejection(page)) throw new Error(page.rejected);
  return page;
}

const ids = ({ results }: ListPage<Order>) => results.map(({ id }) => id);

/** Every page of the list, one after the other. */
async function allPages(limit: number, filter: { stockId?: StockId } = {}): Promise<OrderId[][]> {
  const pages: OrderId[][] = [];
  let cursor: string | undefined;
  do {
    const page = await open(filter, limit, cursor);
    pages.push(ids(page));
    cursor = page.next ?? undefined;
  } while (cursor);
  return pages;
}

async function placed(count: number, stockId?: StockId): Promise<OrderId[]> {
  const orders: OrderId[] = [];
  for (let index = 0; index < count; index++) {
    store.clock.advance({ seconds: 0.001 });
    orders.unshift((await buy(store, ann, { upper: 1, ...(stockId && { stockId }) })).id);
  }
  return orders;
}

test('twenty open orders cost the same, however many closed ones lie before them', async () => {
  const twenty = await placed(20);
  const [oldest] = (await open()).results.slice(-1);
  if (!oldest) throw new Error('nothing was placed');
  const costs = [];
  for (const more of [400, inFull(36_100, 1_800)]) {
    await closedBesides(store, oldest, more);
    let page: ListPage<Order> | undefined;
    costs.push(
      await store.meter.measure(async () => {
        page = await open();
      }),
    );
    expect(page && [ids(page), page.next]).toEqual([twenty, null]);
  }
  expect(costs[0]).toMatchObject({ calls: 3 });
  expect(costs[1]).toEqual(costs[0]);
}, 120_000);

test('one call is enough when all orders are recent', async () => {
  const orders = await placed(5);
  const { calls } = await store.meter.measure(async () => expect(ids(await open())).toEqual(orders));
  expect(calls).toBe(1);
});

test('pages follow one another, among both the newest orders and the older ones', async () => {
  const older = await placed(7);
  await closedBesides(store, (await open()).results[0] as Order, 150);
  store.clock.advance({ seconds: 60 });
  const newer = await placed(5);
  const expected = [...newer, ...older];
  for (const limit of [1, 3, 5, 12, 50]) {
    const pages = await allPages(limit);
    expect(pages.flat()).toEqual(expected);
    expect(pages).toHaveLength(Math.ceil(expected.length / limit));
  }
});

test('open orders can be listed for a single stock', async () => {
  const [cib, efg] = [await placed(4), await placed(6, EFG)];
  await closedBesides(store, (await open()).results[0] as Order, 120);
  expect((await allPages(4, { stockId: EFG })).flat()).toEqual(efg);
  expect((await allPages(10)).flat()).toEqual([...efg, ...cib]);
});

test('an order is listed for as long as it is open, and no longer', async () => {
  const [filled, canceled, partly] = [
    await placed(1),
    await placed(1),
    await buy(store, ann, { total: 9, upper: 5 }),
  ];
  await closedBesides(store, partly, 120);
  expect(ids(await open())).toEqual([partly.id, ...canceled, ...filled]);
  await cancelOrder(store, {
    userId: ann,
    orderId: canceled[0] as OrderId,
    status: 'canceled',
    reason: 'test',
  });
  await tick(store, { price: 5, availability: 3, at: seconds(1) });
  expect(ids(await open())).toEqual([partly.id, ...filled]);
  await tick(store, { price: 1, availability: 1_000, at: seconds(2) });
  expect(ids(await open())).toEqual([]);
  await tick(store, { price: 1, availability: 5, at: seconds(3) });
  const sale = await sell(store, ann, { total: 1, lower: 90 });
  expect(ids(await open())).toEqual([sale.id]);
});

test('an order that is gone but still in the index isn’t listed', async () => {
  const [gone, there] = await placed(2);
  await closedBesides(store, (await open()).results[0] as Order, 120);
  await documents().send(
    new DeleteCommand({ TableName: store.tableName, Key: { ...orderKey(ann, gone as OrderId) } }),
  );
  expect(ids(await open())).toEqual([there]);
});

test('a cursor from another user’s list is refused', async () => {
  await placed(3);
  const { next } = await open({}, 1);
  const bob = await aUser(store);
  expect(await listOrders(store, bob, { status: 'open' }, { limit: 1, cursor: next ?? '' })).toEqual(
    reject('invalid_cursor'),
  );
});
