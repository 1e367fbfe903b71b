import { AsyncLocalStorage } from 'node:async_hooks';
import * as z from 'zod';
import type { FunctionName } from '../../lib/functions';
import { tableAccess } from '../../lib/permissions';
import { namesOf } from '../../lib/records';
import { CIB } from '../../testing/builders';
import { type ServedApi, type ServedUser, serveApi } from '../../testing/served-api';

/**
 * What the functions really ask of the table, against what lib/permissions.ts grants them: a call without its grant
 * fails here, and not only on AWS; a grant that a day of trading does not use must have its reason.
 */
const asked = new Map<string, Set<string>>();

const Input = z.object({
  IndexName: z.string().optional(),
  TransactItems: z.array(z.record(z.string(), z.unknown())).optional(),
});
const IN_TRANSACTION: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/** The permissions that a command needs: of a transaction, those of its items. */
function actionsOf(operation: string, input: unknown): string[] {
  const { IndexName, TransactItems } = Input.parse(input);
  if (TransactItems)
    return TransactItems.flatMap((item) => Object.keys(item).map((kind) => IN_TRANSACTION[kind] ?? kind));
  return [IndexName === undefined ? operation : `${operation} on the index`];
}

let api: ServedApi;
/** Which function a call comes from. */
const runningFunction = new AsyncLocalStorage<string>();

beforeAll(async () => {
  api = await serveApi(undefined, (name, handle) => runningFunction.run(name, handle));
  api.store.client.interpose(async (operation, input, next) => {
    const name = runningFunction.getStore();
    const actions = asked.get(name ?? '') ?? new Set();
    for (const action of actionsOf(operation, input)) actions.add(action);
    if (name !== undefined) asked.set(name, actions);
    return await next(input);
  });
  await aDayOfTrading();
});
afterAll(() => api.stop());

let seconds = 0;
/** An order that has filled. */
let explained: string;
const startMs = Date.now() - 120_000;

async function publish(...ticks: { price: number; availability: number }[]): Promise<void> {
  const message = ticks.map((tick) => ({
    ...{ stock_id: CIB, name: 'CIB', ...tick },
    timestamp: new Date(startMs + ++seconds * 1_000).toISOString(),
  }));
  const payload = Buffer.from(JSON.stringify(message)).toString('base64');
  await api.invoke('match-ticks', { payload, topic: 'thndr-trading', received_at_ms: Date.now() });
}

async function aDayOfTrading(): Promise<void> {
  const ann = await api.newUser('ann');
  const root = await api.newUser('root', 'admin');
  await api.request('POST', '/api/users/', {
    body: { username: 'ann', email: 'x@example.com', password: 'Aa1-Aa1-' },
  });
  await failedSignUps();
  await confirmedSignUps();
  await publish({ price: 10, availability: 0 });
  await publish(...Array.from({ length: 90 }, () => ({ price: 10, availability: 5 })));
  await trade(ann);
  await look(ann, root);
  await heal(root);
  await api.invoke('expire-orders', {});
  await api.invoke('audit', {});
  await api.request('GET', '/api/audit', { token: root.token });
}

/** Somebody whom an administrator made, and somebody whose first attempt died. */
async function failedSignUps(): Promise<void> {
  const UserPoolId = api.stack.identity?.poolId;
  await api.identity.handle('AdminCreateUser', {
    UserPoolId,
    Username: 'foreign',
    MessageAction: 'SUPPRESS',
  });
  const body = { username: 'foreign', email: 'foreign@example.com', password: 'Aa1-Aa1-' };
  await api.request('POST', '/api/users/', { body });
}

async function trade({ token }: ServedUser): Promise<void> {
  const call = (method: string, path: string, body?: object, key?: string) =>
    api.request(method, `/api/users/me${path}`, {
      token,
      body,
      ...(key !== undefined && { headers: { 'idempotency-key': key } }),
    });
  await call('POST', '/deposit', { amount: 10_000 }, 'd');
  await call('POST', '/withdraw', { amount: 10 }, 'w');
  const bounds = { stock_id: CIB, total: 2, upper_bound: 9 };
  const place = async (side: string, body: object) =>
    (await call('POST', `/${side}`, { stock_id: CIB, ...body })).json.id;
  const resting = await place('buy', { total: 2, upper_bound: 9 });
  await call('PATCH', `/orders/${resting}`, { total: 3, upper_bound: 8 });
  await publish({ price: 10, availability: 50 });
  await call('POST', '/buy', { ...bounds, total: 20, upper_bound: 10 }, 'b');
  await place('sell', { total: 2, lower_bound: 10 });
  await place('sell', { total: 2, lower_bound: 12 });
  await publish(
    { price: 12, availability: 50 },
    { price: 8, availability: 1 },
    { price: 8, availability: 10 },
  );
  await call('DELETE', `/orders/${await place('buy', { total: 1, upper_bound: 1 })}`);
  await place('buy', { total: 1, upper_bound: 1 });
  await place('buy', {
    total: 1,
    upper_bound: 1,
    time_in_force: 'gtd',
    expires_at: new Date(Date.now() + 50).toISOString(),
  });
  await call('DELETE', '/orders?all=true');
  explained = resting;
}

/** The clocks of a publisher and of ours were both ahead, until ours was set right. */
async function heal(root: ServedUser): Promise<void> {
  const atMs = Date.now() + 3_600_000;
  const quote = { price: 8, availability: 0, timestamp: new Date(atMs).toISOString() };
  const payload = Buffer.from(JSON.stringify({ stock_id: CIB, name: 'CIB', ...quote })).toString('base64');
  await api.invoke('match-ticks', { payload, topic: 'thndr-trading', received_at_ms: atMs });
  await api.request('DELETE', `/api/stocks/${CIB}/quote`, { token: root.token });
}

/** One that is confirmed at the second attempt, and one under an address that another user has by then. */
async function confirmedSignUps(): Promise<void> {
  process.env.SIGN_UP = 'confirmed';
  for (const [username, email] of [
    ['laila', 'laila@example.com'],
    ['omar', 'laila@example.com'],
  ]) {
    const password = 'Keep-it-secret-1';
    await api.request('POST', '/api/users/', { body: { username, email, password } });
    const code = api.mails.at(-1)?.text.slice(0, 6);
    for (const entered of ['000000', code])
      await api.request('POST', '/api/users/confirm/', { body: { username, password, code: entered } });
  }
  process.env.SIGN_UP = 'open';
}

async function look(ann: ServedUser, root: ServedUser): Promise<void> {
  const paths = [
    '/users/me',
    '/users/me/orders',
    '/users/me/orders/01KE7AHT7A0000000000000000',
    `/users/me/orders/${explained}/explanation`,
    '/users/me/transactions',
    '/users/me/equity',
  ];
  const ofStock = [
    `/stocks/${CIB}`,
    `/stocks/${CIB}?from_date=2026-01-01`,
    `/stocks/${CIB}/candles?interval=1m`,
    `/stocks/${CIB}/ticks`,
    `/stocks/${CIB}/book?side=buy`,
    `/stocks/${CIB}/transactions`,
    `/stocks/sparklines?stock_ids=${CIB}`,
    '/users?email=ann@example.com',
  ];
  for (const path of ['/users', '/stocks', ...paths, ...ofStock, '/audit', '/feed', '/nowhere'])
    for (const { token } of [ann, root]) await api.request('GET', `/api${path}`, { token });
}

function granted(name: FunctionName): string[] {
  const { items = [], index = [] } = tableAccess[name];
  return [...items, ...index.map((action) => `${action} on the index`)];
}

test.each(namesOf(tableAccess))("%s asks nothing of the table that it isn't granted", (name) => {
  const beyond = [...(asked.get(name) ?? [])].filter((action) => !granted(name).includes(action));
  expect(beyond).toEqual([]);
});

/** What only a mishap or a coincidence brings about, and what it is for. */
const DUE = { 'Query on the index': 'closes the orders of the user that are due' };
const DUE_HOLDS = { BatchGetItem: 'leaves out what orders hold that are due' };
const RARELY: Partial<Record<FunctionName, Record<string, string>>> = {
  'create-user': { GetItem: 'takes up a sign-up that died' },
  'get-user': DUE,
  'get-equity': DUE,
  deposit: { ...DUE, ...DUE_HOLDS },
  withdraw: { ...DUE, ...DUE_HOLDS, DeleteItem: 'closes the orders of the user that are due' },
  'list-orders': { ...DUE, BatchGetItem: 'reads the open ones by their keys' },
  'cancel-orders': { ...DUE, BatchGetItem: 'reads the open ones by their keys' },
  'explain-order': { BatchGetItem: 'reads the orders that go before it' },
  'place-buy': {
    ...DUE,
    BatchGetItem: 'fills earlier orders first',
    DeleteItem: 'fills earlier orders first',
  },
  'place-sell': {
    ...DUE,
    BatchGetItem: 'fills earlier orders first',
    DeleteItem: 'fills earlier orders first',
  },
  'replace-order': { ...DUE, BatchGetItem: 'meets the present quote', Query: 'meets the present quote' },
  'get-book': { BatchGetItem: 'reads the orders of the book, and who they are of' },
  'get-stock': { Query: 'reads ticks that have left the stock for a page' },
  'expire-orders': {
    BatchGetItem: 'reads the entries of orders that are due',
    GetItem: 'closes an order that is due',
    PutItem: 'closes an order that is due',
    UpdateItem: 'closes an order that is due',
    DeleteItem: 'closes an order that is due',
  },
  'revoke-quote': {
    BatchGetItem: 'fills what somebody who died has left of the quote',
    Query: 'fills what somebody who died has left of the quote',
    UpdateItem: 'fills what somebody who died has left of the quote',
    DeleteItem: 'fills what somebody who died has left of the quote',
  },
  audit: {
    BatchGetItem: 'looks twice at a suspicion',
    'Query on the index': 'looks twice at a fill',
    DeleteItem: 'goes on where a run stopped',
  },
};

test.each(namesOf(tableAccess))('%s is granted nothing without a known use', (name) => {
  const rarely = Object.keys(RARELY[name] ?? {});
  const unused = granted(name).filter((action) => !asked.get(name)?.has(action) && !rarely.includes(action));
  expect(unused).toEqual([]);
  expect(rarely.filter((action) => !granted(name).includes(action))).toEqual([]);
});
