import { AdminInitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Route, type RouteName, routes } from '../../functions/contract/routes';
import type { StockId, UserId } from '../../functions/domain/ids';
import { after, fromMilliseconds, MICROSECONDS } from '../../functions/domain/instant';
import { useStore } from '../../functions/environment';
import { toReportItem } from '../../functions/storage/items/audit';
import { openApi, type TestApi, type TestRequest, type TestResponse } from '../../testing/api';
import { aUser, buy, CIB, NOON, sell, tick } from '../../testing/builders';
import { checkDocumented, faultsAt, operationOf } from '../../testing/documented';
import { resetOperations } from '../../testing/fake-operations';
import { CODE, pool, poolUsers, resetPool } from '../../testing/fake-pool';
import { documents } from '../../testing/test-store';

/**
 * Every operation of the document is called for real, and every answer is held to it: what succeeds, and what is
 * refused for each reason that a route can be made to refuse for.
 */
let api: TestApi;
let ann: UserId;
let admin: UserId;

beforeAll(async () => {
  api = await openApi();
  useStore(api.store);
  resetPool();
  poolUsers.set('someone', { attributes: [], status: 'CONFIRMED', password: 'Keep-it-secret-1' });
  resetOperations();
  const tokens = { AccessToken: 'a.b.c', ExpiresIn: 3600, RefreshToken: 'r' };
  pool.on(AdminInitiateAuthCommand).resolves({ AuthenticationResult: tokens });
  [ann, admin] = [await aUser(api.store, { cash: 10_000 }), await aUser(api.store)];
  await tick(api.store, { price: 10, availability: 1000 });
  await buy(api.store, ann, { total: 50 });
});

async function call(name: RouteName, request: TestRequest = {}): Promise<TestResponse> {
  const answer = await api.call(name, request);
  checkDocumented(name, answer);
  return answer;
}

/** A patient order of Ann's. */
async function anOpenOrder(): Promise<string> {
  return (await buy(api.store, ann, { total: 1, upper: 1 })).id;
}

let signUps = 0;

/** Signs somebody up who is sent a code. */
async function accept(username: string): Promise<void> {
  process.env.SIGN_UP = 'confirmed';
  const body = { username, email: `${username}@example.com`, password: 'Keep-it-secret-1' };
  const { status } = await call('create-user', { body });
  process.env.SIGN_UP = 'open';
  expect(status).toBe(202);
}

const stock = { stock_id: CIB };
/** Whose clock is wrong. */
const AHEAD = '11111111-1111-4111-8111-111111111111' as StockId;

/** One request for each operation that succeeds. */
const successes: Record<RouteName, () => TestRequest | Promise<TestRequest>> = {
  'create-user': () => ({
    body: { username: 'nour', email: 'nour@example.com', password: 'Keep-it-secret-1' },
  }),
  'confirm-user': async () => {
    const username = `laila${++signUps}`;
    await accept(username);
    return { body: { username, password: 'Keep-it-secret-1', code: CODE } };
  },
  'forgot-password': () => ({ body: { username: 'nobody' } }),
  'reset-password': () => ({ body: { username: 'nour', password: 'Keep-it-secret-2', code: CODE } }),
  'change-password': () => ({
    as: { userId: ann },
    body: { password: 'Keep-it-secret-1', new_password: 'Keep-it-secret-2' },
  }),
  'sign-in': () => ({ body: { username: 'nour', password: 'Keep-it-secret-1' } }),
  'sign-out': () => ({ body: { refresh_token: 'r' } }),
  'list-users': () => ({ as: { userId: admin, isAdmin: true } }),
  'get-user': () => ({ as: { userId: ann } }),
  deposit: () => ({ as: { userId: ann }, body: { amount: 12.5 } }),
  withdraw: () => ({ as: { userId: ann }, body: { amount: 2.5 } }),
  'place-buy': () => ({ as: { userId: ann }, body: { ...stock, total: 5, upper_bound: 11, lower_bound: 1 } }),
  'place-sell': () => ({ as: { userId: ann }, body: { ...stock, total: 5, lower_bound: 9 } }),
  'list-orders': () => ({ as: { userId: ann }, query: { limit: '2', status: 'all' } }),
  'get-order': async () => ({ as: { userId: ann }, path: { order_id: await anOpenOrder() } }),
  'explain-order': async () => ({ as: { userId: ann }, path: { order_id: await anOpenOrder() } }),
  'cancel-order': async () => ({ as: { userId: ann }, path: { order_id: await anOpenOrder() } }),
  'replace-order': async () => ({
    as: { userId: ann },
    path: { order_id: await anOpenOrder() },
    body: { total: 2, lower_bound: null },
  }),
  'cancel-orders': async () => {
    await anOpenOrder();
    return { as: { userId: ann }, query: stock };
  },
  'list-transactions': () => ({
    as: { userId: ann },
    query: { type: 'buy', from_date: '2020-01-01 00:00:00' },
  }),
  'list-stocks': () => ({ as: { userId: ann } }),
  'list-sparklines': () => ({ as: { userId: ann }, query: { stock_ids: CIB, points: '5' } }),
  'get-stock': () => ({ as: { userId: ann }, path: stock }),
  'list-candles': () => ({ as: { userId: ann }, path: stock, query: { interval: '1h', fill: 'true' } }),
  'list-ticks': () => ({ as: { userId: ann }, path: stock }),
  'list-stock-transactions': () => ({ as: { userId: ann }, path: stock, query: { limit: '5' } }),
  'get-book': async () => {
    await anOpenOrder();
    return { as: { userId: admin, isAdmin: true }, path: stock };
  },
  'get-audit': async () => {
    await keepAnAudit();
    return { as: { userId: admin, isAdmin: true } };
  },
  'get-equity': () => ({ as: { userId: ann }, query: { from_date: '2020-01-01 00:00:00' } }),
  'revoke-quote': async () => {
    const ahead = after(fromMilliseconds(Date.now()), MICROSECONDS.hour);
    await tick(api.store, { stockId: AHEAD, at: ahead });
    return { as: { userId: admin, isAdmin: true }, path: { stock_id: AHEAD } };
  },
  'run-audit': () => ({ as: { userId: admin, isAdmin: true } }),
  'get-feed': () => ({ as: { userId: admin, isAdmin: true }, query: { limit: '5' } }),
  'list-dead-letters': () => ({ as: { userId: admin, isAdmin: true }, query: { reason: 'price' } }),
  'redrive-dead-letters': () => ({ as: { userId: admin, isAdmin: true }, body: { reason: 'price' } }),
  'discard-dead-letters': () => ({ as: { userId: admin, isAdmin: true }, body: { all: true } }),
  'publish-tick': () => ({ as: { userId: admin, isAdmin: true }, body: { price: -1 } }),
  'get-openapi': () => ({}),
  'get-docs': () => ({}),
  'get-docs-asset': () => ({ path: { file: 'style.css' } }),
};

const names = Object.entries(routes) as [RouteName, Route][];

describe.each(names)('%s', (name, route) => {
  test('sends and answers as documented', async () => {
    const request = await successes[name]();
    if (request.body) {
      const { place } = operationOf(name);
      const schema = [...place, 'requestBody', 'content', 'application/json', 'schema'];
      expect(faultsAt(schema, request.body)).toBe('');
    }
    expect((await call(name, request)).status).toBe(route.success.status);
  });

  test('refuses an unknown parameter, as documented', async () => {
    const request = await successes[name]();
    expect((await call(name, { ...request, query: { nonsense: '1' } })).json.code).toBe('invalid_request');
  });

  if (route.access !== 'anyone') {
    test('refuses a caller who is not signed in, as documented', async () => {
      const { as: _, ...request } = await successes[name]();
      expect((await call(name, request)).json.code).toBe('unauthorized');
    });
  }
  if (!['anyone', 'signed-in'].includes(route.access)) {
    test('refuses a caller without access, as documented', async () => {
      const { path, ...request } = await successes[name]();
      const others = { ...request, as: { userId: await aUser(api.store) }, path: { ...path, user_id: ann } };
      expect((await call(name, others)).json.code).toBe('forbidden');
    });
  }
  if (route.request.body) {
    test.each([
      ['invalid_json', { text: '{' }],
      ['payload_too_large', { text: ' '.repeat(65_537) }],
      ['unsupported_media_type', { text: 'a=1', headers: { 'content-type': 'text/plain' } }],
    ])('refuses a body with %s, as documented', async (code, body) => {
      const request = await successes[name]();
      expect((await call(name, { ...request, ...body })).json.code).toBe(code);
    });
  }
  if (route.isRepeatable) {
    test('replays a key, as documented, and refuses it for another request', async () => {
      const headers = { 'idempotency-key': `key-of-${name}` };
      const request = { ...(await successes[name]()), headers };
      await call(name, request);
      const repeated = await call(name, request);
      expect(repeated.headers['idempotency-replayed']).toBe('true');
      expect((await call(name, anotherThan(request))).json.code).toBe('idempotency_key_reused');
    });
  }
});

/** A valid request of the same kind, but not the same. */
function anotherThan(request: TestRequest): TestRequest {
  const { body, path, query } = request;
  if (typeof body === 'object')
    return { ...request, body: { ...body, ...('total' in Object(body) ? { total: 3 } : { amount: 3 }) } };
  return path ? { ...request, path: { order_id: UNKNOWN_ORDER } } : { ...request, query: query ? {} : stock };
}

const UNKNOWN_STOCK = '00000000-0000-4000-8000-000000000000';
const UNKNOWN_ORDER = '01KE7AHT7A0000000000000000';

/** Refusals by the rules, each with a request of Ann's that meets it. */
const refusals: [RouteName, string, () => TestRequest | Promise<TestRequest>][] = [
  [
    'create-user',
    'username_taken',
    () => ({ body: { username: 'NOUR', email: 'b@example.com', password: 'Keep-it-secret-1' } }),
  ],
  [
    'create-user',
    'email_taken',
    () => ({ body: { username: 'nour2', email: 'nour@example.com', password: 'Keep-it-secret-1' } }),
  ],
  [
    'deposit',
    'balance_limit_exceeded',
    async () => {
      for (let times = 0; times < 4; times++)
        await call('deposit', { as: { userId: admin }, body: { amount: 1e11 } });
      await call('deposit', { as: { userId: admin }, body: { amount: 1e11 } });
      return { as: { userId: admin }, body: { amount: 1 } };
    },
  ],
  ['deposit', 'user_not_found', () => ({ as: { userId: 'nobody' as UserId }, body: { amount: 1 } })],
  ['withdraw', 'insufficient_funds', () => ({ body: { amount: 1e10 } })],
  ['place-buy', 'insufficient_funds', () => ({ body: { ...stock, total: 1000, upper_bound: 1000 } })],
  ['place-buy', 'stock_not_found', () => ({ body: { stock_id: UNKNOWN_STOCK, total: 1, upper_bound: 1 } })],
  ['place-buy', 'invalid_bounds', () => ({ body: { ...stock, total: 1, upper_bound: 1, lower_bound: 2 } })],
  ['place-buy', 'order_too_large', () => ({ body: { ...stock, total: 1e11, upper_bound: 2 } })],
  [
    'place-buy',
    'expiry_in_the_past',
    () => ({
      body: { ...stock, total: 1, upper_bound: 2, time_in_force: 'gtd', expires_at: '2020-01-01T00:00:00Z' },
    }),
  ],
  ['place-sell', 'insufficient_shares', () => ({ body: { ...stock, total: 1e6, lower_bound: 2 } })],
  ['get-order', 'order_not_found', () => ({ path: { order_id: UNKNOWN_ORDER } })],
  [
    'cancel-order',
    'order_closed',
    async () => {
      await tick(api.store, { price: 10, availability: 1000, at: NOON });
      const { id } = await sell(api.store, ann, { total: 1, lower: 1 });
      return { path: { order_id: id } };
    },
  ],
  ['list-orders', 'invalid_cursor', () => ({ query: { cursor: 'nonsense' } })],
  ['get-stock', 'stock_not_found', () => ({ path: { stock_id: UNKNOWN_STOCK } })],
  ['list-candles', 'stock_not_found', () => ({ path: { stock_id: UNKNOWN_STOCK } })],
  ['get-docs-asset', 'not_found', () => ({ path: { file: '../index.html' } })],
];

test.each(refusals)('%s refuses as documented: %s', async (name, code, request) => {
  expect((await call(name, { as: { userId: ann }, ...(await request()) })).json.code).toBe(code);
});

async function keepAnAudit(): Promise<void> {
  const counts = { items: 1, users: 1, stocks: 0, orders: 0, fills: 0, bookEntries: 0 };
  const violation = { promise: 2, what: 'a hold is off by 1', items: ['USER#ann ACCOUNT'] } as const;
  const report = { startedAt: NOON, finishedAt: NOON, runs: 1, counts, undecided: [], undecidedCount: 0 };
  const item = toReportItem({ ...report, violations: [violation], violationCount: 1 });
  await documents().send(new PutCommand({ TableName: api.store.tableName, Item: item }));
}
