import {
  CognitoIdentityProviderServiceException,
  InitiateAuthCommand,
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
  pool.on(InitiateAuthCommand).rejects(new CognitoIdentityProviderServiceException(error));
}

test('name and password are exchanged for a token', async () => {
  pool.on(InitiateAuthCommand).resolves({
    AuthenticationResult: { AccessToken: 'a.b.c', ExpiresIn: 3600, RefreshToken: 'r' },
  });
  expect((await signIn()).json).toEqual({
    access_token: 'a.b.c',
    token_type: 'Bearer',
    expires_in: 3600,
    refresh_token: 'r',
  });
  expect(pool.commandCalls(InitiateAuthCommand)[0]?.args[0].input).toEqual({
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'sara', PASSWORD: credentials.password },
    ClientId: 'test-client',
  });
});

test('a refresh token is exchanged for a token', async () => {
  pool.on(InitiateAuthCommand).resolves({ AuthenticationResult: { AccessToken: 'a.b.c', ExpiresIn: 60 } });
  expect((await signIn({ refresh_token: 'r' })).json).toEqual({
    access_token: 'a.b.c',
    token_type: 'Bearer',
    expires_in: 60,
  });
  expect(pool.commandCalls(InitiateAuthCommand)[0]?.args[0].input).toMatchObject({
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: 'r' },
  });
});

test('whether the user does not exist, is not confirmed or has another password, the answer is one', async () => {
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
  pool.on(InitiateAuthCommand).resolves({ ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 's' });
  expect((await signIn()).status).toBe(401);
});

test.each(['TooManyRequestsException', 'LimitExceededException'])('%s of the pool is a 429', async (name) => {
  refusing(name);
  const { status, headers } = await signIn();
  expect([status, headers['retry-after']]).toEqual([429, '1']);
});

test('of any other error of the pool the client learns nothing', async () => {
  refusing('InternalErrorException');
  const { status, text } = await signIn();
  expect(status).toBe(500);
  expect(text).not.toMatch(/InternalErrorException|sara/);
});

const NEITHER = { field: 'body', message: 'must be username and password, or refresh_token' };

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
    { ...credentials, remember: true },
    { field: 'remember', message: 'is not a known field' },
  ],
  ['nothing', {}, NEITHER],
])('%s is a 400 that the pool never hears of', async (_, body, error) => {
  const { status, json } = await signIn(body);
  expect([status, json.errors]).toEqual([400, [error]]);
  expect(pool.calls()).toEqual([]);
});
