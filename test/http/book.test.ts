import type { UserId } from '../../functions/domain/ids';
import { useStore } from '../../functions/environment';
import { cancelOrder } from '../../functions/storage/transactions/cancel-order';
import { openApi, type TestApi } from '../../testing/api';
import { aUser, buy, CIB, sell, tick } from '../../testing/builders';

/** Who goes next in the book of a stock, and who waits for a price, as administrators see it. */
const as = { userId: 'root' as UserId, username: 'root', isAdmin: true };

let api: TestApi;
let ann: UserId;
let bob: UserId;

beforeAll(async () => {
  api = await openApi();
  useStore(api.store);
  const { store } = api;
  ann = await aUser(store, { cash: 10_000 });
  bob = await aUser(store, { cash: 10_000 });
  await tick(store, { price: 20, availability: 100 });
  for (const userId of [ann, bob]) await buy(store, userId, { total: 50, upper: 20 });
});

const ask = async (query: Record<string, string> = {}) =>
  (await api.call('get-book', { as, path: { stock_id: CIB }, query })).json;

// biome-ignore lint/suspicious/noExplicitAny: orders of an answer, of which a test looks at some
const told = (orders: any[]) =>
  orders.map(({ user, total, upper_bound, lower_bound }) => [user, total, upper_bound ?? lower_bound]);

test('buys are listed by price, then by age, with their owners; those that need another price are waiting', async () => {
  const { store } = api;
  await buy(store, ann, { total: 1, upper: 21 });
  await buy(store, bob, { total: 2, upper: 22 });
  await buy(store, bob, { total: 3, upper: 21 });
  await buy(store, ann, { total: 4, upper: 15 });
  await buy(store, ann, { total: 5, upper: 30, lower: 25 });
  await buy(store, bob, { total: 6, upper: 30, lower: 24 });
  const gone = await buy(store, bob, { total: 7, upper: 23 });
  await cancelOrder(store, { userId: bob, orderId: gone.id, status: 'canceled', reason: 'canceled_by_user' });

  const book = await ask();
  const [a, b] = [book.results[1].user, book.results[0].user];
  expect([book.name, book.price, book.has_more]).toEqual(['CIB', 20, false]);
  expect(told(book.results)).toEqual([
    [b, 2, 22],
    [a, 1, 21],
    [b, 3, 21],
    [a, 4, 15],
  ]);
  expect(told(book.waiting)).toEqual([
    [b, 6, 30],
    [a, 5, 30],
  ]);
});

test('a long side is cut off at the limit, and says that there is more', async () => {
  const book = await ask({ limit: '2' });
  expect([book.results.length, book.waiting.length, book.has_more]).toEqual([2, 2, true]);
});

test('sells are listed on the other side', async () => {
  const { store } = api;
  await sell(store, ann, { total: 8, lower: 26 });
  await sell(store, bob, { total: 9, lower: 25 });
  expect(told((await ask({ side: 'sell' })).results).map(([, total]) => total)).toEqual([9, 8]);
});

test('it costs a read of the bands in use, of the orders, and of their owners', async () => {
  const { calls, roundTrips } = await api.store.meter.measure(() => ask());
  expect(calls).toBeLessThanOrEqual(6);
  expect(roundTrips).toBeLessThanOrEqual(4);
});

test.each([
  ['a trader', { as: { userId: 'ann' as UserId } }, 403],
  ['an unknown stock', { as, path: { stock_id: '11111111-1111-4111-8111-111111111111' } }, 404],
  ['a third side', { as, query: { side: 'both' } }, 400],
  ['too much at once', { as, query: { limit: '101' } }, 400],
])('%s is refused', async (_, request, status) => {
  expect((await api.call('get-book', { path: { stock_id: CIB }, ...request })).status).toBe(status);
});
