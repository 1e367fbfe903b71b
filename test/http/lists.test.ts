import * as z from 'zod';
import type { RouteName } from '../../functions/contract/routes';
import type { StockId, UserId } from '../../functions/domain/ids';
import { useStore } from '../../functions/environment';
import { cancelOrder } from '../../functions/storage/transactions/cancel-order';
import { reserveNames } from '../../functions/storage/transactions/open-account';
import { transfer } from '../../functions/storage/transactions/transfer';
import { openApi, type TestApi } from '../../testing/api';
import { aUser, buy, CIB, seconds, sell, tick, units } from '../../testing/builders';

const EFG = '11111111-1111-4111-8111-111111111111' as StockId;

let api: TestApi;
let ann: UserId;
beforeAll(async () => {
  api = await openApi();
  useStore(api.store);
  const { store } = api;
  ann = await aUser(store, { cash: 1000, name: 'ann' });
  for (const name of ['Carl', 'bob', 'Dora']) await aUser(store, { name });
  await tick(store, { price: 10, availability: 4, at: seconds(0) });
  await tick(store, { price: 20, availability: 1, at: seconds(0), stockId: EFG, name: 'EFG' });
  store.clock.advance({ seconds: 10 });
  await buy(store, ann, { total: 4, upper: 10 });
  await buy(store, ann, { total: 1, upper: 20, stockId: EFG });
  store.clock.advance({ seconds: 10 });
  await buy(store, ann, { total: 5, upper: 5 });
  const { id } = await buy(store, ann, { total: 6, upper: 5 });
  await cancelOrder(store, { userId: ann, orderId: id, status: 'canceled', reason: 'test' });
  await sell(store, ann, { total: 2, lower: 10 });
  await transfer(store, { userId: ann, type: 'withdrawal', amount: units(3) });
});

const Page = z.object({ results: z.array(z.record(z.string(), z.unknown())), next: z.string().nullable() });
type Row = z.output<typeof Page>['results'][number];
const admin = () => ({ userId: ann, isAdmin: true });

async function page(route: RouteName, query: Record<string, string> = {}) {
  const { status, json } = await api.call(route, { as: admin(), path: pathOf(route), query });
  expect(status).toBe(200);
  return Page.parse(json);
}

function pathOf(route: RouteName): Record<string, string> {
  if (route === 'list-stock-transactions') return { stock_id: CIB };
  return route === 'list-orders' || route === 'list-transactions' ? { user_id: ann } : {};
}

/** All pages of a list, read to its end. */
async function pages(route: RouteName, query: Record<string, string>): Promise<Row[][]> {
  const all: Row[][] = [];
  let cursor: string | null = null;
  do {
    const { results, next }: { results: Row[]; next: string | null } = await page(route, {
      ...query,
      ...(cursor && { cursor }),
    });
    all.push(results);
    cursor = next;
  } while (cursor);
  return all;
}

const LISTS: RouteName[] = [
  'list-users',
  'list-stocks',
  'list-orders',
  'list-transactions',
  'list-stock-transactions',
];

describe.each(LISTS)('%s', (route) => {
  test.each(['1', '2', '3'])('read in pages of %s adds up to the whole list', async (limit) => {
    const { results } = await page(route);
    const paged = await pages(route, { limit });
    expect(paged.flat()).toEqual(results);
    expect(Math.max(...paged.map((each) => each.length))).toBeLessThanOrEqual(Number(limit));
  });

  test.each<[string, string]>([
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['of another shape', Buffer.from('{"PK":1}').toString('base64url')],
    ['an array', Buffer.from('[]').toString('base64url')],
    ['empty', ''],
    ['with a place in the partition of another user', cursorOf({ PK: 'USER#bob', SK: 'ORDER#01KE6' })],
    ['with half a key', cursorOf({ PK: 'USER#ann' })],
  ])('refuses a cursor that is %s', async (_, cursor) => {
    const { status, json } = await api.call(route, {
      as: admin(),
      path: pathOf(route),
      query: { cursor },
    });
    expect([status, json.code]).toEqual([400, 'invalid_cursor']);
  });

  test('refuses cursors from every other list', async () => {
    for (const other of LISTS.filter((name) => name !== route)) {
      const { next } = await page(other, { limit: '1' });
      const query = { cursor: next ?? '' };
      const { status } = await api.call(route, { as: admin(), path: pathOf(route), query });
      expect([other, status]).toEqual([other, 400]);
    }
  });
});

function cursorOf(key: object): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

test("a position in the user's partition but outside the list is not a valid cursor", async () => {
  for (const SK of ['ACCOUNT', 'LEDGER#0', 'ORDER', 'ORDER#~~']) {
    const query = { cursor: cursorOf({ PK: `USER#${ann}`, SK }) };
    const { status } = await api.call('list-orders', { as: admin(), query });
    expect([SK, status]).toEqual([SK, 400]);
  }
});

test("one user's cursor is invalid for another", async () => {
  const { next } = await page('list-orders', { limit: '1' });
  const as = { userId: 'bob' as UserId };
  const { status } = await api.call('list-orders', { as, query: { cursor: next ?? '' } });
  expect(status).toBe(400);
});

test('users are listed by name, ignoring case', async () => {
  const { results } = await page('list-users');
  expect(results.map(({ username }) => username)).toEqual(['ann', 'bob', 'Carl', 'Dora']);
});

test.each<[string, string[]]>([
  ['b', ['bob']],
  ['C', ['Carl']],
  ['dora', ['Dora']],
  ['doras', []],
  ['', []],
])('users are found by the prefix %j', async (prefix, names) => {
  if (prefix === '') {
    const { status, json } = await api.call('list-users', { as: admin(), query: { prefix } });
    expect([status, json.errors]).toEqual([400, [{ field: 'prefix', message: 'must not be empty' }]]);
    return;
  }
  const { results, next } = await page('list-users', { prefix });
  expect(results.map(({ username }) => username)).toEqual(names);
  expect(next).toBeNull();
});

test('names with a common prefix are paged, in every alphabet', async () => {
  const alike = ['zoë', 'zoé', 'zo\u{10400}', 'zoｚ', 'zo'];
  for (const name of alike) await aUser(api.store, { name: `${name}x` });
  const paged = await pages('list-users', { prefix: 'ZO', limit: '1' });
  const named = paged.flat().map(({ username }) => username);
  expect(named.toSorted()).toEqual(alike.map((name) => `${name}x`).toSorted());
  const [first] = paged;
  expect(first).toHaveLength(1);
});

test('a cursor is invalid with another prefix', async () => {
  const { next } = await page('list-users', { limit: '1' });
  const query = { prefix: 'b', cursor: next ?? '' };
  const { status, json } = await api.call('list-users', { as: admin(), query });
  expect([status, json.code]).toEqual([400, 'invalid_cursor']);
});

test('a user is found by the whole e-mail address, ignoring case', async () => {
  const { results, next } = await page('list-users', { email: 'CARL@example.com' });
  expect([results.map(({ username }) => username), next]).toEqual([['Carl'], null]);
  expect((await page('list-users', { email: 'carl@example' })).results).toEqual([]);
  const query = { email: 'carl@example.com', prefix: 'c' };
  const { status, json } = await api.call('list-users', { as: admin(), query });
  expect([status, json.errors]).toEqual([
    400,
    [{ field: 'email', message: 'cannot be combined with prefix' }],
  ]);
});

test('an address that is only reserved finds nobody', async () => {
  await reserveNames(api.store, { username: 'sara', email: 'sara@example.com' });
  expect((await page('list-users', { email: 'sara@example.com' })).results).toEqual([]);
});

test('stocks are found by the start of their name, ignoring case', async () => {
  expect((await page('list-stocks', { prefix: 'ef' })).results).toMatchObject([{ name: 'EFG' }]);
  expect((await page('list-stocks', { prefix: 'G' })).results).toEqual([]);
});

test('stocks are listed by name', async () => {
  const { results } = await page('list-stocks');
  expect(results).toMatchObject([
    { name: 'CIB', price: 10, availability: 0, highest_price: 10, average_price: 10 },
    { name: 'EFG', price: 20, availability: 0 },
  ]);
});

describe('orders, newest first,', () => {
  test.each<[Record<string, string>, [string, number][]]>([
    [
      {},
      [
        ['filled', 2],
        ['canceled', 6],
        ['new', 5],
        ['filled', 1],
        ['filled', 4],
      ],
    ],
    [
      { status: 'all' },
      [
        ['filled', 2],
        ['canceled', 6],
        ['new', 5],
        ['filled', 1],
        ['filled', 4],
      ],
    ],
    [{ status: 'open' }, [['new', 5]]],
    [
      { status: 'closed' },
      [
        ['filled', 2],
        ['canceled', 6],
        ['filled', 1],
        ['filled', 4],
      ],
    ],
    [{ stock_id: EFG }, [['filled', 1]]],
    [
      { stock_id: CIB, status: 'closed' },
      [
        ['filled', 2],
        ['canceled', 6],
        ['filled', 4],
      ],
    ],
    [{ stock_id: EFG, status: 'open' }, []],
  ])('filtered by %j', async (query, expected) => {
    const { results } = await page('list-orders', query);
    expect(results.map(({ status, total }) => [status, total])).toEqual(expected);
    expect((await pages('list-orders', { ...query, limit: '1' })).flat()).toEqual(results);
  });
});

describe('transactions, newest first,', () => {
  test.each<[Record<string, string>, [string, number][]]>([
    [
      {},
      [
        ['Withdrawal', 3],
        ['Sell', 20],
        ['Buy', 20],
        ['Buy', 40],
        ['Deposit', 1000],
      ],
    ],
    [
      { type: 'buy' },
      [
        ['Buy', 20],
        ['Buy', 40],
      ],
    ],
    [{ type: 'sell' }, [['Sell', 20]]],
    [{ type: 'deposit' }, [['Deposit', 1000]]],
    [{ type: 'withdrawal', stock_id: CIB }, []],
    [
      { stock_id: CIB },
      [
        ['Sell', 20],
        ['Buy', 40],
      ],
    ],
    [
      { from_date: '2026-01-05T12:00:10Z' },
      [
        ['Withdrawal', 3],
        ['Sell', 20],
        ['Buy', 20],
        ['Buy', 40],
      ],
    ],
    [
      { from_date: '2026-01-05T12:00:10.000001Z' },
      [
        ['Withdrawal', 3],
        ['Sell', 20],
      ],
    ],
    [
      { to_date: '2026-01-05T12:00:10Z' },
      [
        ['Buy', 20],
        ['Buy', 40],
        ['Deposit', 1000],
      ],
    ],
    [{ to_date: '2026-01-05 12:00:09.999999' }, [['Deposit', 1000]]],
    [
      { from_date: '2026-01-05T12:00:10Z', to_date: '2026-01-05T14:00:10+02:00' },
      [
        ['Buy', 20],
        ['Buy', 40],
      ],
    ],
    [{ from_date: '2030-01-01T00:00:00Z' }, []],
    [{ to_date: '1970-01-01T00:00:00Z' }, []],
  ])('filtered by %j', async (query, expected) => {
    const { results } = await page('list-transactions', query);
    expect(results.map(({ type, total_price }) => [type, total_price])).toEqual(expected);
    expect((await pages('list-transactions', { ...query, limit: '1' })).flat()).toEqual(results);
  });
});
