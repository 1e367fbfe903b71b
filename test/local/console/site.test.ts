import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { consoleConfiguration } from '../../../functions/contract/console';
import { siteOf } from '../../../local/console/site';
import { gatewayAnswer } from '../../../local/gateway/answer';
import { gatewayServer } from '../../../local/gateway/server';
import { listen } from '../../../local/ports';
import { type ServedApi, serveApi } from '../../../testing/served-api';

/** One port for everything: which path is whose, and what a browser may do with what it gets. */
let api: ServedApi;
let folder: string;
let url: string;
let port: number;
let stop: () => void;
beforeAll(async () => {
  api = await serveApi();
  folder = mkdtempSync(path.join(tmpdir(), 'console-'));
  const dist = path.join(folder, 'dist');
  mkdirSync(path.join(dist, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  writeFileSync(path.join(dist, 'index.html'), '<!doctype html><title>Console</title>');
  writeFileSync(path.join(dist, 'licenses.txt'), 'licenses');
  writeFileSync(path.join(dist, 'assets', 'main-ABC.js'), 'console.log("hello");');
  writeFileSync(path.join(dist, 'assets', 'inter-ABC.woff2'), Buffer.from([0, 1, 2]));
  const asApi = async () => gatewayAnswer(404, 'the API');
  const server = gatewayServer(
    siteOf({
      api: asApi,
      authorize: async () => ({ ok: false, status: 401, challenge: 'Bearer' }),
      stack: api.stack,
      consoleFolder: dist,
      market: () => undefined,
    }),
    (line) => console.error(line),
  );
  port = await listen(server, '127.0.0.1', 0);
  url = `http://127.0.0.1:${port}`;
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
});
afterAll(async () => {
  stop();
  rmSync(folder, { recursive: true });
  await api.stop();
});

const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

async function get(asked: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await fetch(url + asked, { method, headers: { accept: '*/*', ...headers } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const isApi = (text: string) => text.includes('the API');

test.each(['/', '/index.html', '/stocks/6ffb8e62', '/sign-in', '/admin/users?starts=a', '/a.b/c'])(
  'a browser gets the page at %s',
  async (asked) => {
    const { status, text, headers } = await get(asked, PAGE);
    expect([status, text]).toEqual([200, '<!doctype html><title>Console</title>']);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache');
  },
);

test.each(['/api', '/api/', '/api/stocks', '/api/docs/', '/api/nowhere'])(
  '%s goes to the API',
  async (asked) => {
    expect(isApi((await get(asked, PAGE)).text)).toBe(true);
  },
);

test.each(['/nowhere', '/assets/gone.js', '/apis', '/_local/market'])(
  "a program gets the API's 404 at %s",
  async (asked) => {
    expect(isApi((await get(asked)).text)).toBe(true);
  },
);

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s on any path goes to the API', async (method) => {
  expect(isApi((await get('/', PAGE, method)).text)).toBe(true);
});

test('browsers cache files with hashed names, and revalidate everything else', async () => {
  const asset = await get('/assets/main-ABC.js');
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const other = await get('/licenses.txt');
  expect(other.headers.get('cache-control')).toBe('no-cache');
  const again = await get('/licenses.txt', { 'if-none-match': other.headers.get('etag') ?? '' });
  expect([again.status, again.text]).toEqual([304, '']);
});

test('every file is sent with the policy, which allows nothing inline or from elsewhere', async () => {
  for (const asked of ['/', '/assets/main-ABC.js', '/licenses.txt']) {
    const { headers } = await get(asked, PAGE);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
});

test('text is compressed if the browser accepts it, and fonts are sent as they are', async () => {
  const response = await fetch(`${url}/assets/main-ABC.js`, { headers: { 'accept-encoding': 'gzip' } });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(await response.text()).toBe('console.log("hello");');
  const font = await fetch(`${url}/assets/inter-ABC.woff2`, { headers: { 'accept-encoding': 'gzip' } });
  expect(font.headers.get('content-encoding')).toBeNull();
  expect(Buffer.from(await font.arrayBuffer())).toEqual(Buffer.from([0, 1, 2]));
});

test('HEAD is answered like GET without the body', async () => {
  const { status, text, headers } = await get('/', PAGE, 'HEAD');
  expect([status, text]).toEqual([200, '']);
  expect(Number(headers.get('content-length'))).toBeGreaterThan(0);
});

test('programs get the page at / too, such as health checks', async () => {
  const { status, headers } = await get('/');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
});

test('a new build is served from the next request on', async () => {
  const file = path.join(folder, 'dist', 'licenses.txt');
  await get('/licenses.txt');
  writeFileSync(file, 'others');
  utimesSync(file, new Date(), new Date(Date.now() + 5_000));
  expect((await get('/licenses.txt')).text).toBe('others');
});

/** A path as no client of HTTP would send it. */
async function raw(asked: string): Promise<string> {
  const socket = createConnection(port, '127.0.0.1');
  socket.write(`GET ${asked} HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nConnection: close\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const body = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);
  return bytes.includes('content-encoding: gzip') ? gunzipSync(body).toString() : body.toString();
}

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/..%2fsecret.txt',
  '/%00',
  '//',
])("nothing outside the console's folder is served: %s", async (asked) => {
  const text = await raw(asked);
  expect(text).not.toContain('secret');
  expect(isApi(text)).toBe(true);
});

test('the configuration follows the template, with the address of the request', async () => {
  const { status, headers, text } = await get('/config.json');
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(consoleConfiguration.parse(JSON.parse(text))).toEqual({
    stage: 'dev',
    live_url: `ws://127.0.0.1:${port}/mqtt`,
    quote_max_age_seconds: 60,
    market_collar_percent: 5,
    fees: { basis_points: 0, per_share: 0, minimum: 0, sides: 'both' },
    password_length: 8,
    features: ['publish_ticks'],
  });
  const behindTls = await get('/config.json', { 'x-forwarded-proto': 'https' });
  expect(JSON.parse(behindTls.text).live_url).toMatch(/^wss:/);
});
