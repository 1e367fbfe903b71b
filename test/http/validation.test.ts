import type { RouteName } from '../../functions/contract/routes';
import type { UserId } from '../../functions/domain/ids';
import { openApi, type TestApi, type TestRequest } from '../../testing/api';
import { aUser, CIB, tick } from '../../testing/builders';
import { changingNothing } from '../../testing/whole-table';

let api: TestApi;
let ann: UserId;
beforeAll(async () => {
  api = await openApi();
  ann = await aUser(api.store, { cash: 100 });
  await tick(api.store);
});

/** A call that must be refused, and change nothing. */
async function refused(route: RouteName, request: TestRequest, userId = ann) {
  const call = () => api.call(route, { as: { userId, isAdmin: true }, ...request });
  return await changingNothing(api.store, call);
}

const BUY = { stock_id: CIB, total: 1, upper_bound: 1 };
const SELL = { stock_id: CIB, total: 1, lower_bound: 1 };
const NEW_USER = { username: 'sara', email: 'sara@example.com', password: 'correct horse 4 Battery' };
const PRECISE = 'must have at most 4 decimals';
const NOT_A_NUMBER = 'must be a number or a decimal string';

describe('an invalid body', () => {
  test.each<[RouteName, object, Record<string, string>]>([
    ['deposit', {}, { amount: 'is required' }],
    ['deposit', { amount: null }, { amount: NOT_A_NUMBER }],
    ['deposit', { amount: 0 }, { amount: 'must be greater than 0' }],
    ['deposit', { amount: -5000 }, { amount: 'must be greater than 0' }],
    ['deposit', { amount: 0.00001 }, { amount: PRECISE }],
    ['deposit', { amount: '1.00001' }, { amount: PRECISE }],
    ['deposit', { amount: 100_000_000_000.01 }, { amount: 'must be at most 100000000000' }],
    ['deposit', { amount: 1, currency: 'EGP' }, { currency: 'is not a known field' }],
    ['withdraw', { amount: true }, { amount: NOT_A_NUMBER }],
    ['withdraw', { amount: [1] }, { amount: NOT_A_NUMBER }],
    ['place-buy', {}, { stock_id: 'is required', total: 'is required' }],
    ['place-buy', { stock_id: CIB, total: 1 }, { upper_bound: 'is required for limit orders' }],
    ['place-sell', { stock_id: CIB, total: 1 }, { lower_bound: 'is required for limit orders' }],
    ['place-buy', { ...BUY, type: 'market' }, { upper_bound: 'does not apply to market buy orders' }],
    ['place-buy', { ...BUY, stop_price: 1 }, { stop_price: 'does not apply to limit buy orders' }],
    ['place-buy', { stock_id: CIB, total: 1, type: 'stop' }, { stop_price: 'is required for stop orders' }],
    [
      'place-buy',
      { ...BUY, type: 'stop_limit', lower_bound: 1 },
      {
        stop_price: 'is required for stop-limit orders',
        lower_bound: 'does not apply to stop-limit buy orders',
      },
    ],
    ['place-buy', { ...BUY, type: 'trailing' }, { type: 'must be one of limit, market, stop, stop_limit' }],
    ['place-buy', { ...BUY, type: 'exit' }, { type: 'must be one of limit, market, stop, stop_limit' }],
    [
      'place-sell',
      { stock_id: CIB, total: 1, take_profit: 2, lower_bound: 2 },
      { lower_bound: 'does not apply to exit sell orders' },
    ],
    [
      'place-sell',
      { stock_id: CIB, total: 1, type: 'exit' },
      { take_profit: 'is required without stop_loss' },
    ],
    [
      'place-sell',
      { ...SELL, type: 'limit', stop_loss: 1 },
      { stop_loss: 'does not apply to limit sell orders' },
    ],
    [
      'place-sell',
      { stock_id: CIB, total: 1, type: 'stop', stop_price: 1, time_in_force: 'ioc' },
      { time_in_force: 'must be gtc, day or gtd for an order with a trigger' },
    ],
    ['place-buy', { ...BUY, total: 1.5 }, { total: 'must be a whole number' }],
    ['place-buy', { ...BUY, total: '1' }, { total: 'must be a whole number' }],
    ['place-buy', { ...BUY, total: 0 }, { total: 'must be at least 1' }],
    ['place-buy', { ...BUY, stock_id: 'CIB' }, { stock_id: 'must be a UUID' }],
    ['place-buy', { ...BUY, upper_bound: null }, { upper_bound: 'is required for limit orders' }],
    ['place-buy', { ...BUY, lower_bound: -1 }, { lower_bound: 'must not be negative' }],
    [
      'place-buy',
      { ...BUY, time_in_force: 'forever' },
      { time_in_force: 'must be one of gtc, day, gtd, ioc, fok' },
    ],
    ['place-buy', { ...BUY, time_in_force: 'gtd' }, { expires_at: 'is required when time_in_force is gtd' }],
    [
      'place-buy',
      { ...BUY, expires_at: '2030-01-01T00:00:00Z' },
      { expires_at: 'requires time_in_force gtd' },
    ],
    [
      'place-buy',
      { ...BUY, time_in_force: 'gtd', expires_at: '2030-02-30T00:00:00Z' },
      { expires_at: 'must be a timestamp from 1970 to 2254: RFC 3339, or YYYY-MM-DD HH:MM:SS in UTC' },
    ],
    ['place-sell', { ...SELL, upper_bound: 0 }, { upper_bound: 'must be greater than 0' }],
    ['place-sell', { ...SELL, status: 'filled' }, { status: 'is not a known field' }],
    ['replace-order', {}, { body: 'must change total or a price' }],
    ['replace-order', { side: 'sell', total: 1 }, { side: 'is not a known field' }],
    ['create-user', { ...NEW_USER, balance: 5 }, { balance: 'is not a known field' }],
    ['create-user', { ...NEW_USER, username: 'a' }, { username: 'must have at least 3 characters' }],
    [
      'create-user',
      { ...NEW_USER, username: 'sara smith' },
      { username: 'must consist of letters, digits, and . _ - between them' },
    ],
    ['create-user', { ...NEW_USER, email: 'sara' }, { email: 'must be an email address' }],
    ['create-user', { username: 'sara' }, { email: 'is required', password: 'is required' }],
  ])('for %s has its fields named: %j', async (route, body, errors) => {
    const { status, json } = await refused(route, { body });
    expect([status, json.code]).toEqual([400, 'invalid_request']);
    const named = json.errors.map(({ field, message }: Record<string, string>) => [field, message]);
    expect(Object.fromEntries(named)).toEqual(errors);
  });

  test('is answered with an uncacheable problem document that has the request id', async () => {
    const { headers, json } = await refused('deposit', { body: { amount: 0 } });
    expect(json).toEqual({
      type: 'urn:trading-system:problem:invalid_request',
      title: 'Invalid request',
      status: 400,
      detail: 'The request has invalid fields.',
      code: 'invalid_request',
      errors: [{ field: 'amount', message: 'must be greater than 0' }],
      request_id: 'JKJaXmPLvHcESHA=',
    });
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    });
  });

  test.each<[string, unknown]>([
    ['an array', [1]],
    ['a string', 'ten'],
    ['null', null],
  ])('that is %s is reported as a whole', async (_, body) => {
    const { status, json } = await refused('deposit', { body });
    expect([status, json.errors[0].field]).toEqual([400, 'body']);
  });

  test('that is missing is a 400', async () => {
    const { status, json } = await refused('deposit', {});
    expect([status, json.code]).toEqual([400, 'invalid_request']);
  });
});

describe("a body that isn't JSON", () => {
  test.each(['{', '{"amount": 1,}', "{'amount': 1}", '\u0000', '{"amount": NaN}'])(
    '%j is a 400',
    async (text) => {
      const { status, json } = await refused('deposit', { text });
      expect([status, json.code]).toEqual([400, 'invalid_json']);
    },
  );

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'multipart/form-data'])(
    'of type %s is a 415',
    async (type) => {
      const { status, json } = await refused('deposit', {
        body: { amount: 1 },
        headers: { 'content-type': type },
      });
      expect([status, json.code]).toEqual([415, 'unsupported_media_type']);
    },
  );

  test.each(['gzip', 'br', 'deflate, gzip'])('with the content encoding %s is a 415', async (coding) => {
    const { status, json } = await refused('deposit', {
      body: { amount: 1 },
      headers: { 'content-encoding': coding },
    });
    expect([status, json.code]).toEqual([415, 'unsupported_media_type']);
  });

  test.each(['{"amount": 1, "amount": 100}', '{"amount": 1, "\\u0061mount": 1}'])(
    'or repeats a field is refused: %s',
    async (text) => {
      const { status, json } = await refused('deposit', { text });
      expect([status, json.code]).toEqual([400, 'invalid_request']);
      expect(json.errors).toEqual([{ field: 'amount', message: 'must occur only once' }]);
    },
  );

  test('or is over 64 KB is a 413', async () => {
    const { status, json } = await refused('deposit', { text: `{"amount": 1${' '.repeat(65_536)}}` });
    expect([status, json.code]).toEqual([413, 'payload_too_large']);
  });
});

test.each([
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON',
  'application/merge-patch+json',
])('a body of type %s is read', async (type) => {
  const request = { as: { userId: ann }, body: { amount: 1 }, headers: { 'content-type': type } };
  expect((await api.call('deposit', request)).status).toBe(200);
});

test.each<[string, unknown, number]>([
  ['a number', 0.1, 0.1],
  ['a decimal string', '0.1000', 0.1],
  ['an exponent', 1e-4, 0.0001],
])('an amount may be %s', async (_, amount, balance) => {
  const bob = await aUser(api.store);
  const { json } = await api.call('deposit', { as: { userId: bob }, body: { amount } });
  expect(json.balance).toBe(balance);
});

describe('an invalid query', () => {
  test.each<[RouteName, Record<string, string>, string]>([
    ['list-users', { limit: '0' }, 'limit'],
    ['list-users', { limit: '101' }, 'limit'],
    ['list-users', { limit: '1e1' }, 'limit'],
    ['list-users', { limit: '' }, 'limit'],
    ['list-users', { page: '2' }, 'page'],
    ['list-stocks', { limit: '-1' }, 'limit'],
    ['list-orders', { status: 'new' }, 'status'],
    ['list-orders', { stock_id: 'CIB' }, 'stock_id'],
    ['cancel-orders', { stock_id: 'CIB' }, 'stock_id'],
    ['list-transactions', { type: 'Buy' }, 'type'],
    ['list-transactions', { from_date: 'yesterday' }, 'from_date'],
    ['list-transactions', { from_date: '2022-01-02', to_date: '2022-01-01' }, 'from_date'],
    [
      'list-transactions',
      { from_date: '2022-01-02T00:00:00Z', to_date: '2022-01-01T00:00:00Z' },
      'from_date',
    ],
    ['get-user', { verbose: '1' }, 'verbose'],
  ])('for %s has its field named: %j', async (route, query, field) => {
    const { status, json } = await refused(route, { query });
    expect([status, json.code, json.errors[0].field]).toEqual([400, 'invalid_request', field]);
  });
});

describe('a path parameter', () => {
  test.each<[RouteName, Record<string, string>, string]>([
    ['get-stock', { stock_id: 'CIB' }, 'stock_id'],
    ['get-order', { order_id: '1' }, 'order_id'],
    ['cancel-order', { order_id: '01KE600000000000000000000U' }, 'order_id'],
    ['get-user', { user_id: 'x'.repeat(65) }, 'user_id'],
  ])('that is invalid is named: %s %j', async (route, path, field) => {
    const { status, json } = await refused(route, { path });
    expect([status, json.errors[0].field]).toEqual([400, field]);
  });

  test.each<[RouteName, Record<string, string>, string]>([
    ['get-user', { user_id: 'nobody' }, 'user_not_found'],
    ['deposit', { user_id: 'nobody' }, 'user_not_found'],
    ['get-order', {}, 'order_not_found'],
    ['cancel-order', {}, 'order_not_found'],
    ['get-stock', { stock_id: '00000000-0000-4000-8000-000000000000' }, 'stock_not_found'],
  ])('of %s that names nothing is a 404: %j', async (route, path, code) => {
    const { status, json } = await refused(route, { path, body: { amount: 1 } });
    expect([status, json.code]).toEqual([404, code]);
  });

  test('for a stock may be in upper case', async () => {
    const path = { stock_id: CIB.toUpperCase() };
    expect((await api.call('get-stock', { as: { userId: ann }, path })).json.stock_id).toBe(CIB);
  });
});

test.each<[string, TestRequest]>([
  ['an answer', { as: { userId: 'x' as UserId } }],
  ['a refusal', {}],
])('%s carries the headers that keep browsers safe', async (_, request) => {
  const { headers } = await api.call('list-stocks', request);
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  expect(byName.get('x-content-type-options')).toBe('nosniff');
  expect(byName.get('strict-transport-security')).toMatch(/max-age=\d+/);
  expect(byName.get('referrer-policy')).toBe('no-referrer');
  expect(byName.get('cache-control')).toBe('no-store');
  expect(byName.get('x-powered-by')).toBeUndefined();
});

test('long lists of errors and long field names are cut short', async () => {
  const body = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, 1]));
  const many = await refused('deposit', { body });
  expect([many.status, many.json.errors.length]).toEqual([400, 20]);
  const long = await refused('deposit', { body: { amount: 1, ['k'.repeat(60_000)]: 1 } });
  expect(long.text.length).toBeLessThan(1_000);
  expect(long.json.errors).toEqual([{ field: `${'k'.repeat(100)}…`, message: 'is not a known field' }]);
});
