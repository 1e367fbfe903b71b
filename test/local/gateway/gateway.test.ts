import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ApiDeclaration, RouteDeclaration } from '../../../local/assembly/read-api';
import { failure, type Outcome } from '../../../local/functions/outcome';
import type { GatewayEvent } from '../../../local/gateway/event';
import { Gateway } from '../../../local/gateway/gateway';
import { gatewayServer } from '../../../local/gateway/server';
import { listen } from '../../../local/ports';

const events: GatewayEvent[] = [];
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  events.length = 0;
});

const route = (key: string, given: Partial<RouteDeclaration> = {}): RouteDeclaration => ({
  key,
  functionArn: 'arn:function',
  timeoutMs: 30_000,
  scopes: [],
  ...given,
});

interface Given {
  api?: Partial<ApiDeclaration>;
  answer?: () => Promise<Outcome>;
  now?: () => number;
}

async function serve({ api = {}, answer, now = Date.now }: Given = {}): Promise<string> {
  const ok: Outcome = { ok: true, payload: JSON.stringify({ statusCode: 200, body: 'fine' }) };
  const gateway = new Gateway({
    api: {
      id: 'api',
      routes: [route('ANY /api/{proxy+}')],
      throttle: { ratePerSecond: 1, burst: 100 },
      ...api,
    },
    async invoke(_arn, event) {
      events.push(event);
      return answer === undefined ? ok : answer();
    },
    keysOf: () => ({ keys: [] }),
    now,
  });
  const server = gatewayServer(
    (received) => gateway.answer(received),
    (line) => {
      throw new Error(line);
    },
  );
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
}

const answering = (value: unknown) => async (): Promise<Outcome> => ({
  ok: true,
  payload: JSON.stringify(value),
});

test('the event has the payload format 2.0', async () => {
  const url = await serve();
  await fetch(`${url}/api/users/a%20b?limit=5&tag=x&tag=y&empty=`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Cookie: 'a=1; b=2',
      'User-Agent': 'test',
      'X-Two': 'once',
    },
    body: '{"amount":1}',
  });
  expect(events).toEqual([
    expect.objectContaining({
      version: '2.0',
      routeKey: 'ANY /api/{proxy+}',
      rawPath: '/api/users/a b',
      rawQueryString: 'limit=5&tag=x&tag=y&empty=',
      queryStringParameters: { limit: '5', tag: 'x,y', empty: '' },
      cookies: ['a=1', 'b=2'],
      headers: expect.objectContaining({
        'content-type': 'application/json',
        'x-two': 'once',
        'x-forwarded-proto': 'http',
      }),
      pathParameters: { proxy: 'users/a b' },
      body: '{"amount":1}',
      isBase64Encoded: false,
      requestContext: expect.objectContaining({
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        http: {
          method: 'POST',
          path: '/api/users/a b',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test',
        },
      }),
    }),
  ]);
  expect(events[0]?.headers).not.toHaveProperty('cookie');
});

test('a request without query or body has neither field in its event', async () => {
  await fetch(`${await serve()}/api/x`);
  expect(events[0]).not.toHaveProperty('queryStringParameters');
  expect(events[0]).not.toHaveProperty('body');
  expect(events[0]?.isBase64Encoded).toBe(false);
});

test('a binary body arrives as base64', async () => {
  const headers = { 'content-type': 'application/octet-stream' };
  await fetch(`${await serve()}/api/x`, { method: 'POST', headers, body: Buffer.from([0xff, 0x00]) });
  expect(events[0]).toMatchObject({ body: '/wA=', isBase64Encoded: true });
});

test("the function's status, headers, cookies and base64 body become the answer", async () => {
  const answer = answering({
    statusCode: 201,
    headers: { 'X-Kind': 'new', 'content-type': 'application/problem+json' },
    cookies: ['s=1', 't=2'],
    body: Buffer.from('made').toString('base64'),
    isBase64Encoded: true,
  });
  const response = await fetch(`${await serve({ answer })}/api/x`);
  expect(response.status).toBe(201);
  expect(response.headers.get('x-kind')).toBe('new');
  expect(response.headers.getSetCookie()).toEqual(['s=1', 't=2']);
  expect(await response.text()).toBe('made');
});

test('an answer without a status is the body of a 200', async () => {
  const response = await fetch(`${await serve({ answer: answering({ hello: 1 }) })}/api/x`);
  expect([response.status, await response.json()]).toEqual([200, { hello: 1 }]);
});

test.each([
  ['a function that fails', async () => failure('Error', 'the secret of the database')],
  ['an answer with a status that is none', answering({ statusCode: 'soon' })],
])('%s is a 500 without details', async (_, answer) => {
  const response = await fetch(`${await serve({ answer })}/api/x`);
  expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
});

test("a function slower than the integration's timeout is a 503", async () => {
  const api = { routes: [route('GET /api/x', { timeoutMs: 20 })] };
  const response = await fetch(`${await serve({ api, answer: () => new Promise(() => undefined) })}/api/x`);
  expect([response.status, await response.json()]).toEqual([503, { message: 'Service Unavailable' }]);
});

test('a path without a route is a 404', async () => {
  const response = await fetch(`${await serve()}/elsewhere`);
  expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
});

test('a route with an authorizer invokes nothing without a token', async () => {
  const api = { routes: [route('GET /api/x', { authorizer: { issuer: 'i', audience: ['a'] } })] };
  const response = await fetch(`${await serve({ api })}/api/x`);
  expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
  expect(events).toEqual([]);
});

test('a route over its burst is throttled with 429 until its rate refills it', async () => {
  let nowMs = 0;
  const api = { throttle: { ratePerSecond: 10, burst: 2 } };
  const url = await serve({ api, now: () => nowMs });
  const status = async () => (await fetch(`${url}/api/x`)).status;
  expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
  nowMs += 100;
  expect([await status(), await status()]).toEqual([200, 429]);
  const response = await fetch(`${url}/api/x`);
  expect([response.headers.get('retry-after'), await response.json()]).toEqual([
    '1',
    { message: 'Too Many Requests' },
  ]);
});

test("a route with its own throttle doesn't use up the others'", async () => {
  const own = { ratePerSecond: 0, burst: 1 };
  const api = { routes: [route('POST /api/token', { throttle: own }), route('GET /api/x')], throttle: own };
  const url = await serve({ api, now: () => 0 });
  const status = async (method: string, path: string) => (await fetch(url + path, { method })).status;
  expect(await status('POST', '/api/token')).toBe(200);
  expect(await status('POST', '/api/token')).toBe(429);
  expect(await status('GET', '/api/x')).toBe(200);
});

test('setting the clock back locks nobody out', async () => {
  let nowMs = 60_000;
  const api = { throttle: { ratePerSecond: 10, burst: 2 } };
  const url = await serve({ api, now: () => nowMs });
  const status = async () => (await fetch(`${url}/api/x`)).status;
  expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
  nowMs = 0;
  expect(await status()).toBe(429);
  nowMs = 100;
  expect([await status(), await status()]).toEqual([200, 429]);
});

test("one source can't use up the credential limit for the others", async () => {
  const own = { ratePerSecond: 0, burst: 10 };
  const api = { routes: [route('POST /api/token', { throttle: own })], throttle: own };
  const url = await serve({ api, now: () => 0 });
  const status = async (localAddress: string) => {
    const outgoing = request(`${url}/api/token`, { method: 'POST', localAddress });
    const [response] = await once(outgoing.end(), 'response');
    response.resume();
    return response.statusCode;
  };
  const greedy: number[] = [];
  for (let count = 0; count < 12; count++) greedy.push(await status('127.0.0.2'));
  expect(greedy.filter((code) => code === 200)).toHaveLength(8);
  expect([await status('127.0.0.3'), await status('127.0.0.3'), await status('127.0.0.3')]).toEqual([
    200, 200, 429,
  ]);
});

test("a body isn't read until its sender is authorized", async () => {
  const api = { routes: [route('POST /api/x', { authorizer: { issuer: 'i', audience: ['a'] } })] };
  const { hostname, port } = new URL(await serve({ api }));
  const socket = connect(Number(port), hostname);
  socket.write('POST /api/x HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1.1 401 /);
  socket.destroy();
});

test('the memory of all bodies together is limited, and further requests are told to retry', async () => {
  const url = await serve({ api: { throttle: { ratePerSecond: 0, burst: 100 } }, now: () => 0 });
  const { hostname, port } = new URL(url);
  const size = 9 * 1024 * 1024;
  const waiting = await Promise.all(
    Array.from({ length: 7 }, async () => {
      const socket = connect(Number(port), hostname);
      socket.write(`POST /api/x HTTP/1.1\r\nhost: x\r\ncontent-length: ${size + 1}\r\n\r\n`);
      await new Promise<void>((resolve) => socket.write(Buffer.alloc(size), () => resolve()));
      return socket;
    }),
  );
  let status = 0;
  // The bytes are on their way to the server until it has counted them.
  while (status !== 503) {
    const response = await fetch(`${url}/api/x`, { method: 'POST', body: Buffer.alloc(size) });
    status = response.status;
    if (status === 503) expect(response.headers.get('retry-after')).toBe('1');
    else expect(status).toBe(200);
  }
  for (const socket of waiting) socket.destroy();
});

const overLimit = 10 * 1024 * 1024 + 1;

test('a body that announces more than 10 MB is a 413', async () => {
  const outgoing = request(`${await serve()}/api/x`, {
    method: 'POST',
    headers: { 'content-length': overLimit },
  });
  outgoing.on('error', () => undefined).flushHeaders();
  const [response] = await once(outgoing, 'response');
  expect([response.statusCode, JSON.parse(await text(response))]).toEqual([
    413,
    { message: 'Request Entity Too Large' },
  ]);
  outgoing.destroy();
});

test('a body that turns out to exceed 10 MB is a 413', async () => {
  const outgoing = request(`${await serve()}/api/x`, { method: 'POST' });
  outgoing.on('error', () => undefined).write(Buffer.alloc(overLimit));
  const [response] = await once(outgoing, 'response');
  expect(response.statusCode).toBe(413);
  outgoing.destroy();
  expect(events).toEqual([]);
});

test('a path that is not percent-encoded text is a 400', async () => {
  const { port } = new URL(await serve());
  const socket = connect(Number(port), '127.0.0.1').end(
    'GET /api/%E0%A4%A HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
  );
  expect(await text(socket)).toMatch(/^HTTP\/1.1 400 /);
});

test('two requests can share one connection', async () => {
  const url = await serve();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  stops.push(() => agent.destroy());
  const localPort = async () => {
    const [response] = await once(request(`${url}/api/x`, { agent }).end(), 'response');
    const { localPort: port } = response.socket;
    await text(response);
    return port;
  };
  expect(await localPort()).toBe(await localPort());
});

const cors = {
  AllowOrigins: ['https://console.example'],
  AllowMethods: ['GET'],
  AllowHeaders: ['authorization'],
  ExposeHeaders: ['retry-after'],
  AllowCredentials: false,
};

test('a preflight is answered without a function, as the template says', async () => {
  const headers = { origin: 'https://console.example' };
  const response = await fetch(`${await serve({ api: { cors } })}/any/path`, { method: 'OPTIONS', headers });
  expect(response.status).toBe(204);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': 'https://console.example',
    'access-control-allow-methods': 'GET',
    'access-control-allow-headers': 'authorization',
  });
  expect(events).toEqual([]);
});

test.each([
  ['https://console.example', 'https://console.example'],
  ['https://elsewhere.example', null],
])('an answer to the origin %s allows %s', async (origin, allowed) => {
  const response = await fetch(`${await serve({ api: { cors } })}/api/x`, { headers: { origin } });
  expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
});
