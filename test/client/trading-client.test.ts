import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProblemError } from '../../client/problem-error';
import type { RetryPolicy } from '../../client/retry';
import { Session } from '../../client/session';
import { TradingClient } from '../../client/trading-client';

/** What the server answers next, and what it was asked. */
interface Scripted {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly hangUp?: boolean;
}

let server: Server;
let script: Scripted[];
let asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
let waits: number[];

beforeEach(async () => {
  [script, asked, waits] = [[], [], []];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    const next = script.shift() ?? { status: 500 };
    if (next.hangUp) return request.socket.destroy();
    response.writeHead(next.status, { 'content-type': 'application/json', ...next.headers });
    response.end(JSON.stringify(next.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function aClient(retries: Partial<RetryPolicy> = {}): TradingClient {
  const { port } = server.address() as AddressInfo;
  const wait = async (milliseconds: number) => void waits.push(milliseconds);
  return new TradingClient({
    baseUrl: `http://127.0.0.1:${port}/api`,
    retries: { random: () => 1, wait, ...retries },
  });
}

const me = { user_id: 'me' };
const deposit = { path: me, body: { amount: 5 } };
const OK = { status: 200, body: { balance: 5 } };
const token = (name: string, expires_in = 3600) => ({
  status: 200,
  body: { access_token: name, token_type: 'Bearer', expires_in, refresh_token: 'r' },
});

test('an operation is called by its name: path, query, body and answer', async () => {
  script = [{ status: 200, body: { results: [], next: null } }];
  const query = { status: 'open' as const, limit: 2 };
  expect(await aClient().call('list-orders', { path: { user_id: 'a/b' }, query })).toEqual({
    results: [],
    next: null,
  });
  expect(asked[0]).toMatchObject({ method: 'GET', url: '/api/users/a%2Fb/orders?status=open&limit=2' });
});

test.each([[{ status: 429 }], [{ status: 503 }], [{ status: 200, hangUp: true }]])(
  'a call that moves money is retried after %j, with the key of the first attempt',
  async (failure) => {
    script = [failure, failure, OK];
    expect((await aClient().call('deposit', deposit)).balance).toBe(5);
    const keys = asked.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), keys[0], keys[0]]);
    expect(waits).toEqual([200, 400]);
  },
);

test('two calls have two keys, and your own key takes precedence', async () => {
  script = [OK, OK, OK];
  const client = aClient();
  for (const own of [{}, {}, { idempotencyKey: 'mine' }])
    await client.call('deposit', { ...deposit, ...own });
  const [first, second, third] = asked.map(({ headers }) => headers['idempotency-key']);
  expect(first).not.toBe(second);
  expect(third).toBe('mine');
});

test('a retry waits at least as long as Retry-After says', async () => {
  script = [{ status: 429, headers: { 'retry-after': '3' } }, OK];
  await aClient().call('deposit', deposit);
  expect(waits).toEqual([3000]);
});

test('attempts are limited, and the last answer becomes the error', async () => {
  script = Array.from({ length: 3 }, () => ({ status: 503 }));
  await expect(aClient({ attempts: 3 }).call('deposit', deposit)).rejects.toMatchObject({ status: 503 });
  expect(asked).toHaveLength(3);
});

test('a sign-up, which has no key, is not retried when its outcome is unknown', async () => {
  script = [{ status: 200, hangUp: true }];
  const body = { username: 'nour', email: 'nour@example.com', password: 'Keep-it-secret-1' };
  await expect(aClient().call('create-user', { body })).rejects.toMatchObject({ name: 'TypeError' });
  expect(asked).toHaveLength(1);
});

test('a problem document is thrown as an error with its code, fields and request id', async () => {
  const problem = { code: 'invalid_request', detail: 'The request has invalid fields.', request_id: 'q' };
  script = [{ status: 400, body: { ...problem, errors: [{ field: 'amount', message: 'is required' }] } }];
  const error: unknown = await aClient()
    .call('deposit', deposit)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({
    status: 400,
    code: 'invalid_request',
    requestId: 'q',
    errors: [{ field: 'amount' }],
  });
});

test('a refusal by the gateway itself is an error, too', async () => {
  script = [{ status: 401, body: { message: 'Unauthorized' } }];
  await expect(aClient().call('deposit', deposit)).rejects.toMatchObject({ status: 401, code: 'gateway' });
});

test('a list is read page by page as its entries are consumed', async () => {
  script = [
    { status: 200, body: { results: [{ id: 1 }, { id: 2 }], next: 'a b' } },
    { status: 200, body: { results: [{ id: 3 }], next: null } },
  ];
  const seen = [];
  for await (const { id } of aClient().list('list-orders', { path: me, query: { status: 'open' } })) {
    seen.push([id, asked.length]);
  }
  expect(seen).toEqual([
    [1, 1],
    [2, 1],
    [3, 2],
  ]);
  expect(asked[1]?.url).toBe('/api/users/me/orders?status=open&cursor=a+b');
});

test('requests carry a token after sign-in, and none after sign-out', async () => {
  script = [token('t1'), OK, OK, OK];
  const client = aClient();
  await client.signIn('demo', 'secret');
  await client.call('deposit', deposit);
  await client.signOut();
  await client.call('deposit', deposit);
  expect(asked.map(({ headers }) => headers.authorization)).toEqual([
    undefined,
    'Bearer t1',
    undefined,
    undefined,
  ]);
});

test("signing out revokes the refresh token, or the cookie's where there is none", async () => {
  script = [token('t1'), OK, OK];
  const client = aClient();
  await client.signIn('demo', 'secret');
  await client.signOut();
  await client.signOut();
  expect(asked.slice(1).map(({ url, body }) => [url, JSON.parse(body)])).toEqual([
    ['/api/sign-out', { refresh_token: 'r' }],
    ['/api/sign-out', {}],
  ]);
});

test('a remembered user resumes with the cookie, and is refreshed with it', async () => {
  const remembered = (name: string, expires_in: number) => ({
    status: 200,
    body: { access_token: name, token_type: 'Bearer', expires_in },
  });
  script = [remembered('t1', 30), remembered('t2', 3600), OK];
  const client = aClient();
  await client.resume();
  await client.call('deposit', deposit);
  expect(asked.slice(0, 2).map(({ body }) => JSON.parse(body))).toEqual([
    { remember: true },
    { remember: true },
  ]);
  expect(asked[2]?.headers.authorization).toBe('Bearer t2');
});

test('a token about to expire is refreshed once for all callers waiting for it', async () => {
  script = [token('t1', 30), token('t2'), OK, OK];
  const client = aClient();
  await client.signIn('demo', 'secret');
  await Promise.all([client.call('deposit', deposit), client.call('deposit', deposit)]);
  expect(asked.map(({ headers }) => headers.authorization)).toEqual([
    undefined,
    undefined,
    'Bearer t2',
    'Bearer t2',
  ]);
  expect(asked[1]?.body).toBe('{"refresh_token":"r"}');
});

test("a refresh doesn't undo signing out or signing in as somebody else meanwhile", async () => {
  const refreshes: ((token: string) => void)[] = [];
  const session = new Session(
    () =>
      new Promise((resolve) =>
        refreshes.push((name) => resolve({ ...token(name).body, token_type: 'Bearer' })),
      ),
  );
  session.start({ ...token('ann', 0).body, token_type: 'Bearer' });
  const [ofAnn] = [session.accessToken()];
  session.end();
  refreshes[0]?.('ann again');
  expect([await ofAnn, await session.accessToken()]).toEqual([undefined, undefined]);

  session.start({ ...token('ann', 0).body, token_type: 'Bearer' });
  const late = session.accessToken();
  session.start({ ...token('bob', 0).body, token_type: 'Bearer' });
  const ofBob = session.accessToken();
  refreshes[1]?.('ann again');
  expect(await late).toBe('bob');
  refreshes[2]?.('bob again');
  expect(await ofBob).toBe('bob again');
});

test('a rejected token is refreshed, and the request retried with its key', async () => {
  script = [token('t1'), { status: 401 }, token('t2'), OK];
  const client = aClient();
  await client.signIn('demo', 'secret');
  expect((await client.call('deposit', deposit)).balance).toBe(5);
  expect(asked[3]?.headers.authorization).toBe('Bearer t2');
  expect(asked[3]?.headers['idempotency-key']).toBe(asked[1]?.headers['idempotency-key']);
});
