import type { Server } from 'node:http';
import { LOCAL_MARKET_PATH, type LocalMarket, localMarket } from '../../../functions/contract/local-market';
import { answerMarket } from '../../../local/console/local-market';
import { gatewayServer } from '../../../local/gateway/server';
import { listen } from '../../../local/ports';
import { type ServedApi, serveApi } from '../../../testing/served-api';

/** The market of `npm start` in the hands of its administrator, with tokens of the product's own user pool. */
let api: ServedApi;
let server: Server;
let url: string;
let tokens: Record<'ann' | 'root', string>;
let state: LocalMarket;

const CIB = '6ffb8e62-92c1-40c7-9d38-5b976a346b62';
const SETTINGS = { running: true, ticks_per_second: 5, drift_percent: 0, quiet: [] };

beforeAll(async () => {
  api = await serveApi();
  tokens = { ann: (await api.newUser('ann')).token, root: (await api.newUser('root', 'admin')).token };
  const market = {
    state: () => state,
    steer: (settings: typeof SETTINGS) => {
      state = { ...state, ...settings };
    },
  };
  const authorize = api.gateway.authorization.bind(api.gateway);
  server = gatewayServer((request) => {
    const sourceIp = request.headers.get('x-test-source')?.[0] ?? request.sourceIp;
    return answerMarket({ ...request, sourceIp }, market, authorize);
  }, console.error);
  url = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}${LOCAL_MARKET_PATH}`;
});
beforeEach(() => {
  state = { ...SETTINGS, stocks: [{ stock_id: CIB, name: 'CIB' }] };
});
afterAll(async () => {
  server.close();
  await api.stop();
});

async function ask(method: string, token?: string, body?: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, json: await response.json() };
}

test('an administrator can read and control it', async () => {
  expect(localMarket.parse((await ask('GET', tokens.root)).json)).toEqual(state);
  const wanted = { running: false, ticks_per_second: 20, drift_percent: -0.2, quiet: [CIB] };
  const { status, json } = await ask('PUT', tokens.root, JSON.stringify(wanted));
  expect(status).toBe(200);
  expect(json).toEqual({ ...wanted, stocks: state.stocks });
  expect(state).toMatchObject(wanted);
});

test.each<[string, number, () => ReturnType<typeof ask>]>([
  ['nobody', 401, () => ask('GET')],
  ['a token of somebody else’s making', 401, () => ask('PUT', 'x.y.z', JSON.stringify(SETTINGS))],
  ['a trader who reads', 403, () => ask('GET', tokens.ann)],
  ['a trader who steers', 403, () => ask('PUT', tokens.ann, JSON.stringify(SETTINGS))],
  ['another machine', 403, () => ask('GET', tokens.root, undefined, { 'x-test-source': '10.0.0.7' })],
  ['DELETE', 405, () => ask('DELETE', tokens.root)],
])('%s is refused with %d', async (_, status, attempt) => {
  const before = state;
  expect((await attempt()).status).toBe(status);
  expect(state).toBe(before);
});

test.each([
  ['no JSON', '{', 'The body must be an object.'],
  ['too slow', { ...SETTINGS, ticks_per_second: 0 }, 'ticks_per_second must be at least 0.1.'],
  ['too fast', { ...SETTINGS, ticks_per_second: 201 }, 'ticks_per_second must be at most 200.'],
  ['too steep', { ...SETTINGS, drift_percent: 1.1 }, 'drift_percent must be at most 1.'],
  ['a word for yes', { ...SETTINGS, running: 'yes' }, 'running must be true or false.'],
  ['half of it', { running: true }, 'ticks_per_second must be a number.'],
  ['a stock of nowhere', { ...SETTINGS, quiet: ['x'] }, 'quiet: x is not in this market.'],
])('%s changes nothing, and says why', async (_, body, message) => {
  const before = state;
  const { status, json } = await ask(
    'PUT',
    tokens.root,
    typeof body === 'string' ? body : JSON.stringify(body),
  );
  expect(status).toBe(400);
  expect(json).toEqual({ message: expect.stringContaining(message) });
  expect(state).toBe(before);
});
