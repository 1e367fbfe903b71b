import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { type Route, routes } from '../../functions/contract/routes';
import { CIB } from '../../testing/builders';
import { inFull } from '../../testing/scale';
import { type ServedApi, type ServedUser, serveApi } from '../../testing/served-api';
import { wholeTable } from '../../testing/whole-table';
import { audited } from '../audit/audited';
import { hostileBody, hostileHeaders, hostileQuery, hostileSegment } from './hostile';

/**
 * Random and hostile requests to every route, over HTTP, through the real gateway and the real handlers. A refusal
 * must be one of ours or of the gateway's, never a failure, and must leave every item as it was.
 * `npm run fuzz` does the same for longer; FUZZ_RUNS and FUZZ_SEED say how long, and with what.
 */
const RUNS = Number(process.env.FUZZ_RUNS ?? inFull(25, 3));
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_105);

let api: ServedApi;
let ann: ServedUser;
let root: ServedUser;

beforeAll(async () => {
  api = await serveApi();
  ann = await api.newUser('ann');
  root = await api.newUser('root', 'admin');
  const tick = {
    stock_id: CIB,
    name: 'CIB',
    price: 10,
    availability: 100,
    timestamp: new Date().toISOString(),
  };
  const payload = Buffer.from(JSON.stringify(tick)).toString('base64');
  await api.invoke('match-ticks', { payload, topic: 'thndr-trading', received_at_ms: Date.now() });
  await api.request('POST', '/api/users/me/deposit', { token: ann.token, body: { amount: 1_000_000 } });
});
afterAll(() => api.stop());

const ROUTES: [string, Route][] = Object.entries(routes);
const order = { stock_id: CIB, total: 2, time_in_force: 'gtc', expires_at: '2030-01-01T00:00:00Z' };
const FIELDS: Record<string, Record<string, unknown>> = {
  'create-user': { username: 'sara', email: 'sara@example.com', password: 'Keep-it-secret-1' },
  'sign-in': { username: 'ann', password: 'Keep-it-secret-1', refresh_token: 'abc' },
  deposit: { amount: 1 },
  withdraw: { amount: 1 },
  'place-buy': { ...order, upper_bound: 9, lower_bound: 1 },
  'place-sell': { ...order, lower_bound: 1, upper_bound: 20 },
  'replace-order': { total: 3, lower_bound: 1, upper_bound: 8 },
};

/** Paths with the segments that the route asks for, or with others in their place. */
function pathsOf({ path }: Route): fc.Arbitrary<string> {
  const known: Record<string, string> = {
    '{user_id}': 'me',
    '{stock_id}': CIB,
    '{order_id}': '01KE7AHT7A0000000000000000',
    '{file}': 'style.css',
  };
  const segments = path
    .split('/')
    .slice(1)
    .map((segment) => {
      const usual = fc.constant(known[segment] ?? segment);
      return segment in known
        ? fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: hostileSegment })
        : usual;
    });
  return fc.tuple(...segments).map((parts) => `/api/${parts.join('/')}`);
}

interface Hostile {
  readonly path: string;
  readonly query: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly isAdmin: boolean;
}

function requestsTo(name: string, route: Route): fc.Arbitrary<Hostile> {
  return fc.record({
    path: pathsOf(route),
    query: fc.oneof(fc.constant(''), hostileQuery),
    headers: fc.oneof(fc.constant({}), hostileHeaders),
    body: route.request.body || route.method !== 'GET' ? hostileBody(FIELDS[name] ?? {}) : fc.constant(''),
    isAdmin: fc.boolean(),
  });
}

/** By node:http, which sends paths and headers as they are, where fetch would put them right. */
async function send(method: string, { path, query, headers, body, isAdmin }: Hostile) {
  const outgoing = httpRequest(`${api.url}/`, {
    method,
    path: query === '' ? path : `${path}?${query}`,
    headers: {
      'content-type': 'application/json',
      ...headers,
      authorization: `Bearer ${(isAdmin ? root : ann).token}`,
      'content-length': Buffer.byteLength(body),
    },
  });
  outgoing.end(body);
  const [response] = await once(outgoing, 'response');
  return { status: Number(response.statusCode), headers: response.headers, text: await text(response) };
}

/** Words that only an error of ours, of a library or of AWS would bring into an answer. */
const INSIDES =
  /\bat .*\.[jt]s:\d|node_modules|ZodError|TypeError|RangeError|ValidationException|DynamoDB|Cognito|[a-z]+Exception|TransactWrite|Invalid input|expected \w+, received/;

test.each(ROUTES)('no request makes %s fail, and a refused one changes nothing', async (name, route) => {
  await fc.assert(
    fc.asyncProperty(requestsTo(name, route), async (request) => {
      const before = await wholeTable(api.store);
      const answer = await send(route.method, request);
      expect(answer.status).toBeLessThan(500);
      if (answer.status >= 400) {
        expect(await wholeTable(api.store)).toEqual(before);
        const document = JSON.parse(answer.text);
        expect(typeof (document.code ?? document.message)).toBe('string');
        expect(answer.text).not.toMatch(INSIDES);
        for (const { message } of document.errors ?? []) expect(message).toMatch(/^(must|is) /);
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

test('nothing accepted on the way breaks a promise, and the gateway has nothing to report', async () => {
  const { violations, undecided } = await audited(api.store);
  expect({ violations, undecided, reports: api.reports }).toEqual({
    violations: [],
    undecided: [],
    reports: [],
  });
});
