import {
  AdminInitiateAuthCommand,
  CognitoIdentityProviderServiceException,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { openApi, type TestApi } from '../../testing/api';
import { pool } from '../../testing/fake-pool';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
beforeEach(() => pool.reset());

const credentials = { username: 'sara', password: 'correct horse 4 Battery' };

function signIn(body: object = credentials) {
  return api.call('sign-in', { body });
}

function refusing(name: string): void {
  const error = { name, message: `${name}: sara`, $fault: 'client', $metadata: {} } as const;
  pool.on(AdminInitiateAuthCommand).rejects(new CognitoIdentityProviderServiceException(error));
}

test('a username and password are exchanged for a token', async () => {
  pool.on(AdminInitiateAuthCommand).resolves({
    AuthenticationResult: { AccessToken: 'a.b.c', ExpiresIn: 3600, RefreshToken: 'r' },
  });
  expect((await signIn()).json).toEqual({
    access_token: 'a.b.c',
    token_type: 'Bearer',
    expires_in: 3600,
    refresh_token: 'r',
  });
  expect(pool.commandCalls(AdminInitiateAuthCommand)[0]?.args[0].input).toEqual({
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'sara', PASSWORD: credentials.password },
    UserPoolId: 'us-east-1_test',
    ClientId: 'test-client',
    ContextData: {
      IpAddress: '127.0.0.1',
      ServerName: 'api',
      ServerPath: '/token',
      HttpHeaders: [],
    },
  });
});

test('a refresh token is exchanged for a token', async () => {
  pool
    .on(AdminInitiateAuthCommand)
    .resolves({ AuthenticationResult: { AccessToken: 'a.b.c', ExpiresIn: 60 } });
  expect((await signIn({ refresh_token: 'r' })).json).toEqual({
    access_token: 'a.b.c',
    token_type: 'Bearer',
    expires_in: 60,
  });
  expect(pool.commandCalls(AdminInitiateAuthCommand)[0]?.args[0].input).toMatchObject({
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: 'r' },
  });
});

test('an unknown user, an unconfirmed one and a wrong password all get the same answer', async () => {
  const answers = new Set<string>();
  for (const name of [
    'NotAuthorizedException',
    'UserNotFoundException',
    'UserNotConfirmedException',
    'PasswordResetRequiredException',
  ]) {
    refusing(name);
    const { status, text } = await signIn();
    answers.add(`${status} ${text}`);
  }
  expect(answers.size).toBe(1);
  expect([...answers][0]).toMatch(/^401 .*"code":"invalid_credentials"/);
});

test('a challenge instead of a token is a refusal', async () => {
  pool.on(AdminInitiateAuthCommand).resolves({ ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 's' });
  expect((await signIn()).status).toBe(401);
});

test.each(['TooManyRequestsException', 'LimitExceededException'])(
  '%s from the pool is a 429',
  async (name) => {
    refusing(name);
    const { status, headers } = await signIn();
    expect([status, headers['retry-after']]).toEqual([429, '1']);
  },
);

test('any other error from the pool is hidden from the client', async () => {
  refusing('InternalErrorException');
  const { status, text } = await signIn();
  expect(status).toBe(500);
  expect(text).not.toMatch(/InternalErrorException|sara/);
});

const NEITHER = {
  field: 'body',
  message: 'must be username and password, or refresh_token, or just remember',
};

test.each<[string, object, object]>([
  ['no password', { username: 'sara' }, NEITHER],
  [
    'an empty password',
    { username: 'sara', password: '' },
    { field: 'password', message: 'must not be empty' },
  ],
  ['a number for a password', { username: 'sara', password: 12345678 }, NEITHER],
  ['password and refresh token', { ...credentials, refresh_token: 'r' }, NEITHER],
  [
    'a field more',
    { ...credentials, nonsense: true },
    { field: 'nonsense', message: 'is not a known field' },
  ],
  ['nothing', {}, NEITHER],
])('%s is a 400 that never reaches the pool', async (_, body, error) => {
  const { status, json } = await signIn(body);
  expect([status, json.errors]).toEqual([400, [error]]);
  expect(pool.calls()).toEqual([]);
});

describe('a browser to be remembered', () => {
  const tokens = { AccessToken: 'a.b.c', ExpiresIn: 3600, RefreshToken: 'secret' };
  const cookieOf = (path: string, value: string, maxAge: number, secure = '; Secure') =>
    `trading-refresh=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`;

  test('gets the refresh token in a cookie, and nowhere else', async () => {
    pool.on(AdminInitiateAuthCommand).resolves({ AuthenticationResult: tokens });
    const { json, cookies } = await signIn({ ...credentials, remember: true });
    expect(json).toEqual({ access_token: 'a.b.c', token_type: 'Bearer', expires_in: 3600 });
    expect(cookies).toEqual([
      cookieOf('/api/token', 'secret', 2_592_000),
      cookieOf('/api/sign-out', 'secret', 2_592_000),
    ]);
  });

  test('gets a cookie without Secure over plain HTTP', async () => {
    pool.on(AdminInitiateAuthCommand).resolves({ AuthenticationResult: tokens });
    const headers = { 'x-forwarded-proto': 'http' };
    const { cookies } = await api.call('sign-in', { body: { ...credentials, remember: true }, headers });
    expect(cookies[0]).toBe(cookieOf('/api/token', 'secret', 2_592_000, ''));
  });

  test('gets no cookie unless it asks for one', async () => {
    pool.on(AdminInitiateAuthCommand).resolves({ AuthenticationResult: tokens });
    for (const body of [credentials, { ...credentials, remember: false }]) {
      const { json, cookies } = await signIn(body);
      expect([json.refresh_token, cookies]).toEqual(['secret', []]);
    }
  });

  test('refreshes with the cookie, which it keeps', async () => {
    pool
      .on(AdminInitiateAuthCommand)
      .resolves({ AuthenticationResult: { AccessToken: 'd.e.f', ExpiresIn: 60 } });
    const cookies = ['other=1', 'trading-refresh=secret'];
    const answer = await api.call('sign-in', { body: { remember: true }, cookies });
    expect([answer.json.access_token, answer.cookies]).toEqual(['d.e.f', []]);
    expect(pool.commandCalls(AdminInitiateAuthCommand)[0]?.args[0].input).toMatchObject({
      AuthParameters: { REFRESH_TOKEN: 'secret' },
    });
  });

  test.each([[[]], [['trading-refresh=']], [['another=secret']]])(
    'is refused with the cookies %j',
    async (cookies) => {
      const { status, json } = await api.call('sign-in', { body: { remember: true }, cookies });
      expect([status, json.code]).toEqual([401, 'invalid_credentials']);
      expect(pool.calls()).toHaveLength(0);
    },
  );

  test("can't combine a cookie with remember: false", async () => {
    const { status } = await api.call('sign-in', {
      body: { remember: false },
      cookies: ['trading-refresh=s'],
    });
    expect(status).toBe(400);
  });

  test.each([
    ['the cookie', {}, ['trading-refresh=secret']],
    ['a token that it has itself', { refresh_token: 'secret' }, []],
  ])('signs out with %s, which is revoked, and the cookie is cleared', async (_, body, given) => {
    pool.on(RevokeTokenCommand).resolves({});
    const { status, json, cookies } = await api.call('sign-out', { body, cookies: given });
    expect([status, json]).toEqual([200, { signed_out: true }]);
    expect(pool.commandCalls(RevokeTokenCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { ClientId: 'test-client', Token: 'secret' },
    ]);
    expect(cookies).toEqual([cookieOf('/api/token', '', 0), cookieOf('/api/sign-out', '', 0)]);
  });

  test('is signed out even without a token or with an invalid one', async () => {
    expect((await api.call('sign-out', { body: {} })).status).toBe(200);
    expect(pool.calls()).toHaveLength(0);
    const error = {
      name: 'UnsupportedTokenTypeException',
      message: 'x',
      $fault: 'client',
      $metadata: {},
    } as const;
    pool.on(RevokeTokenCommand).rejects(new CognitoIdentityProviderServiceException(error));
    expect((await api.call('sign-out', { body: { refresh_token: 'a.b.c' } })).status).toBe(200);
  });

  test('is told when there are too many requests', async () => {
    const error = {
      name: 'TooManyRequestsException',
      message: 'x',
      $fault: 'client',
      $metadata: {},
    } as const;
    pool.on(RevokeTokenCommand).rejects(new CognitoIdentityProviderServiceException(error));
    expect((await api.call('sign-out', { body: { refresh_token: 'r' } })).status).toBe(429);
  });
});
