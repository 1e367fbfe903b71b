import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { exportJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { authorize } from '../../../local/gateway/authorize';
import { VerifiedTokens } from '../../../local/gateway/verified-tokens';

const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool';
const authorizer = { issuer, audience: ['our-client'] };
const scope = 'aws.cognito.signin.user.admin';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = publicKey.export({ type: 'spki', format: 'pem' });

async function keysOf() {
  const jwk = { ...(await exportJWK(publicKey)), kid: 'ours' };
  return () => ({ keys: [jwk] });
}

interface Given {
  claims?: JWTPayload;
  key?: KeyObject | Uint8Array;
  algorithm?: string;
  expiresIn?: number;
}

const nowSeconds = () => Math.floor(Date.now() / 1000);

async function aToken({ claims = {}, key = privateKey, algorithm = 'RS256', expiresIn = 60 }: Given = {}) {
  const payload = { iss: issuer, client_id: 'our-client', token_use: 'access', scope, sub: 'u1', ...claims };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: algorithm, kid: 'ours' })
    .setIssuedAt(claims.iat ?? nowSeconds() - 120)
    .setExpirationTime(nowSeconds() + expiresIn)
    .sign(key);
}

async function authorizing(token: string | undefined, scopes = [scope]) {
  return authorize(token, authorizer, scopes, new VerifiedTokens(await keysOf()));
}

test.each([
  ['with the word Bearer', 'Bearer '],
  ['without it, as API Gateway allows', ''],
])('a good token is accepted %s', async (_, prefix) => {
  expect(await authorizing(`${prefix}${await aToken()}`)).toMatchObject({ ok: true });
});

test('the function gets every claim as text', async () => {
  const claims = { 'cognito:groups': ['admin', 'ops'], auth_time: 17, email_verified: true };
  const authorization = await authorizing(await aToken({ claims }));
  expect(authorization).toMatchObject({
    ok: true,
    jwt: {
      claims: { sub: 'u1', 'cognito:groups': '[admin ops]', auth_time: '17', email_verified: 'true' },
      scopes: [scope],
    },
  });
});

test('no token at all is a 401 without a reason', async () => {
  expect(await authorizing(undefined)).toEqual({ ok: false, status: 401, challenge: 'Bearer' });
});

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const refused: [string, () => Promise<string> | string][] = [
  ['what is no token', () => 'Bearer hello'],
  [
    'an unsigned token (alg none)',
    () => new UnsecuredJWT({ iss: issuer, client_id: 'our-client', scope }).setExpirationTime('1h').encode(),
  ],
  [
    'one signed HS256 with the public key as the secret',
    () => aToken({ algorithm: 'HS256', key: Buffer.from(publicPem) }),
  ],
  ['one signed by another key', () => aToken({ key: stranger })],
  ['one signed RS512, though with the right key', () => aToken({ algorithm: 'RS512' })],
  ['an expired one', () => aToken({ expiresIn: -1 })],
  ['one that is not valid yet', () => aToken({ claims: { nbf: nowSeconds() + 60 } })],
  ['one issued in the future', () => aToken({ claims: { iat: nowSeconds() + 600 } })],
  ['one of another issuer', () => aToken({ claims: { iss: `${issuer}2` } })],
  ['one of another client', () => aToken({ claims: { client_id: 'their-client' } })],
  [
    'one whose audience is another, though its client is ours',
    () => aToken({ claims: { aud: 'their-client' } }),
  ],
  [
    'a tampered one',
    async () =>
      (await aToken()).replace(/\.[^.]+\./, `.${Buffer.from('{"sub":"root"}').toString('base64url')}.`),
  ],
];

test.each(refused)('%s is refused with 401 invalid_token', async (_, make) => {
  expect(await authorizing(await make())).toMatchObject({
    ok: false,
    status: 401,
    challenge: expect.stringContaining('error="invalid_token"'),
  });
});

test('one matching audience among several is enough', async () => {
  expect(await authorizing(await aToken({ claims: { aud: ['other', 'our-client'] } }))).toMatchObject({
    ok: true,
  });
});

test('a token without the scope of the route is refused with 403', async () => {
  const idToken = await aToken({ claims: { scope: undefined, aud: 'our-client' } });
  expect(await authorizing(idToken)).toMatchObject({
    ok: false,
    status: 403,
    challenge: expect.stringContaining('error="insufficient_scope"'),
  });
});

test("without the issuer's keys every token is refused", async () => {
  const none = new VerifiedTokens(() => ({ keys: [] }));
  expect(await authorize(await aToken(), authorizer, [], none)).toMatchObject({ ok: false, status: 401 });
});

test('a token that was accepted is refused once it has expired', async () => {
  const tokens = new VerifiedTokens(await keysOf());
  const token = await aToken({ expiresIn: 30 });
  expect(await authorize(token, authorizer, [], tokens)).toMatchObject({ ok: true });
  expect(tokens.remembered).toBe(1);
  jest.useFakeTimers({ now: Date.now() + 31_000, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  try {
    expect(await authorize(token, authorizer, [], tokens)).toMatchObject({
      ok: false,
      challenge: expect.stringContaining('the token has expired'),
    });
  } finally {
    jest.useRealTimers();
  }
  expect(tokens.remembered).toBe(0);
});

test('a token accepted for one audience or scope is refused for another', async () => {
  const tokens = new VerifiedTokens(await keysOf());
  const token = await aToken();
  expect(await authorize(token, authorizer, [scope], tokens)).toMatchObject({ ok: true });
  const theirs = { ...authorizer, audience: ['their-client'] };
  expect(await authorize(token, theirs, [scope], tokens)).toMatchObject({ ok: false, status: 401 });
  expect(await authorize(token, authorizer, ['more'], tokens)).toMatchObject({ ok: false, status: 403 });
});

test('a token that was accepted is refused once its key is no longer published', async () => {
  let published = (await keysOf())();
  const tokens = new VerifiedTokens(() => published);
  const token = await aToken();
  expect(await authorize(token, authorizer, [], tokens)).toMatchObject({ ok: true });
  published = { keys: [] };
  expect(await authorize(token, authorizer, [], tokens)).toMatchObject({ ok: false, status: 401 });
});

test('refused tokens are not remembered, and others only up to the limit', async () => {
  const tokens = new VerifiedTokens(await keysOf(), 2);
  const [first = '', ...more] = await Promise.all(['a', 'b', 'c'].map((sub) => aToken({ claims: { sub } })));
  for (const token of [first, 'a.b.c', `${first}x`, ...more]) await authorize(token, authorizer, [], tokens);
  expect(tokens.remembered).toBe(2);
  expect(await authorize(first, authorizer, [], tokens)).toMatchObject({ ok: true });
});
