import { createPublicKey } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import * as z from 'zod';
import { type Route, routes } from '../../functions/contract/routes';
import { CIB } from '../../testing/builders';
import { sampled } from '../../testing/scale';
import { type ServedApi, type ServedRequest, type ServedUser, serveApi } from '../../testing/served-api';
import { changingNothing } from '../../testing/whole-table';

/** Every route of the synthesized template, through the gateway with real tokens: who gets in, and who does not. */
let api: ServedApi;
let ann: ServedUser;
let eve: ServedUser;
let root: ServedUser;
let annsOrder: string;

beforeAll(async () => {
  api = await serveApi();
  [ann, eve] = [await api.newUser('ann'), await api.newUser('eve')];
  root = await api.newUser('root', 'admin');
  const tick = { stock_id: CIB, name: 'CIB', price: 10, availability: 0, timestamp: '2026-01-05T12:00:00Z' };
  const payload = Buffer.from(JSON.stringify(tick)).toString('base64');
  await api.invoke('match-ticks', { payload, topic: 'thndr-trading', received_at_ms: Date.now() });
  const own = { token: ann.token };
  await api.request('POST', '/api/users/me/deposit', { ...own, body: { amount: 1000 } });
  const body = { stock_id: CIB, total: 1, upper_bound: 1 };
  annsOrder = (await api.request('POST', '/api/users/me/buy', { ...own, body })).json.id;
});
afterAll(() => api.stop());

const ROUTES: [string, Route][] = Object.entries(routes);
const asking = ROUTES.filter(([, { access }]) => access !== 'anyone');
const open = ROUTES.filter(([, { access }]) => access === 'anyone');
const ofUser = asking.filter(([, { path }]) => path.includes('{user_id}'));

const BODIES: Record<string, object> = {
  deposit: { amount: 1 },
  withdraw: { amount: 1 },
  'place-buy': { stock_id: CIB, total: 1, upper_bound: 1 },
  'place-sell': { stock_id: CIB, total: 1, lower_bound: 1 },
  'replace-order': { total: 1 },
  'redrive-dead-letters': { all: true },
  'discard-dead-letters': { all: true },
  'publish-tick': {},
};

const QUERIES: Record<string, string> = { 'cancel-orders': '?all=true' };

const NO_ORDER = '01KE7AHT7A0000000000000000';

function ask(
  [name, { method, path }]: [string, Route],
  user: string,
  request: ServedRequest,
  order = NO_ORDER,
) {
  const url = path
    .replace('{user_id}', user)
    .replace('{order_id}', order)
    .replace('{stock_id}', CIB)
    .replace('{file}', 'style.css');
  return api.request(method, `/api${url}${QUERIES[name] ?? ''}`, { body: BODIES[name], ...request });
}

test('the walk covers every route of the template', () => {
  const declared = api.stack.api?.routes.map(({ key }) => key).filter((key) => key !== '$default');
  expect(declared?.sort()).toEqual(ROUTES.map(([, { method, path }]) => `${method} /api${path}`).sort());
});

const Claims = z.record(z.string(), z.unknown());

function claimsOf(token: string): Record<string, unknown> {
  return Claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));
}

function withClaims(token: string, changed: object): string {
  const [header, , signature] = token.split('.');
  const payload = Buffer.from(JSON.stringify({ ...claimsOf(token), ...changed })).toString('base64url');
  return `${header}.${payload}.${signature}`;
}

/** The public key is no secret: whoever takes it for one lets everybody sign. */
async function signedWithPublicKey(): Promise<string> {
  const jwk = z.looseObject({ kid: z.string() }).parse(api.identity.jwks().keys[0]);
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  return await new SignJWT(claimsOf(root.token))
    .setProtectedHeader({ alg: 'HS256', kid: jwk.kid })
    .sign(Buffer.from(pem));
}

const HOUR_MS = 3_600_000;
const worthless: [string, () => Promise<string | undefined> | string][] = [
  ['no token', async () => undefined],
  ['an empty one', () => ''],
  ['what is no token', () => 'let-me-in'],
  ['an expired token', () => api.atTime(-2 * HOUR_MS, () => api.identity.issueAccessToken('root'))],
  ['a token from the future', () => api.atTime(2 * HOUR_MS, () => api.identity.issueAccessToken('root'))],
  ['a token tampered into that of another user', () => withClaims(eve.token, { sub: ann.id })],
  [
    'a token tampered into that of an administrator',
    () => withClaims(eve.token, { 'cognito:groups': ['admin'] }),
  ],
  ['a token without its signature', () => root.token.replace(/[^.]+$/, '')],
  ['an unsigned token (alg none)', () => new UnsecuredJWT(claimsOf(root.token)).encode()],
  ['a token signed HS256 with the public key', signedWithPublicKey],
];

describe.each(worthless)('with %s', (name, make) => {
  const at = worthless.findIndex(([each]) => each === name);
  test.each(sampled(asking, 4, at))('%s is refused with 401, and nothing changes', async (...route) => {
    const token = await make();
    const answer = await changingNothing(api.store, () => ask(route, ann.id, { token }));
    expect([answer.status, answer.json]).toEqual([401, { message: 'Unauthorized' }]);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });
});

test.each(asking)('with an id token %s is refused with 403, and nothing changes', async (...route) => {
  const answer = await changingNothing(api.store, () => ask(route, 'me', { token: root.idToken }));
  expect([answer.status, answer.json]).toEqual([403, { message: 'Forbidden' }]);
});

test.each(open)('%s needs no token', async (...route) => {
  const { status, json } = await ask(route, 'me', { token: 'let-me-in' });
  expect([200, 400]).toContain(status);
  expect(json?.code ?? 'invalid_request').toBe('invalid_request');
});

/** What two answers have in common when they tell the same. */
function told({ status, json }: { status: number; json: object }) {
  return { status, ...json, request_id: undefined };
}

test.each(ofUser)(
  "somebody else's %s is forbidden, the same whether the user exists or not",
  async (...route) => {
    const attempt = (user: string) => ask(route, user, { token: eve.token }, annsOrder);
    const theirs = await changingNothing(api.store, () => attempt(ann.id));
    expect([theirs.status, theirs.json.code]).toEqual([403, 'forbidden']);
    expect(told(await attempt('00000000-0000-4000-8000-000000000000'))).toEqual(told(theirs));
  },
);

test.each(ofUser.filter(([, { path }]) => path.includes('{order_id}')))(
  "%s on one's own user with somebody else's order id finds nothing",
  async (...route) => {
    const attempt = (order: string) => ask(route, 'me', { token: eve.token }, order);
    const theirs = await changingNothing(api.store, () => attempt(annsOrder));
    expect([theirs.status, theirs.json.code]).toEqual([404, 'order_not_found']);
    expect(told(await attempt(NO_ORDER))).toEqual(told(theirs));
  },
);

test.each(asking.filter(([, { access }]) => access === 'admin'))(
  '%s is for administrators only',
  async (...route) => {
    expect((await ask(route, '', { token: ann.token })).json.code).toBe('forbidden');
    expect([200, 202, 404, 409]).toContain((await ask(route, '', { token: root.token })).status);
  },
);

test.each(ofUser)(
  "an administrator's access to somebody's %s is exactly what the contract says",
  async (...route) => {
    const { status, json } = await ask(route, ann.id, { token: root.token });
    if (route[1].access === 'self') expect([status, json.code]).toEqual([403, 'forbidden']);
    else expect([200, 404]).toContain(status);
  },
);

test.each(ofUser)('%s takes "me" as the caller', async (...route) => {
  const token = eve.token;
  const [mine, byId] = [await ask(route, 'me', { token }), await ask(route, eve.id, { token })];
  expect(mine.status).toBe(byId.status);
  expect(mine.json.code).toBe(byId.json.code);
  expect(mine.json.code).not.toBe('forbidden');
});

test.each(ROUTES)('%s answers the same with a slash at the end', async (name, route) => {
  const slashed: [string, Route] = [name, { ...route, path: `${route.path}/` }];
  const token = eve.token;
  const statuses = [await ask([name, route], 'me', { token }), await ask(slashed, 'me', { token })];
  expect(statuses[1]?.status).toBe(statuses[0]?.status);
});
