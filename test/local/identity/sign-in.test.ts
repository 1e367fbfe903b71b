import {
  AdminDeleteUserCommand,
  AdminInitiateAuthCommand,
  type AuthFlowType,
  GetUserCommand,
  NotAuthorizedException,
  ResourceNotFoundException,
  RevokeTokenCommand,
  UnsupportedTokenTypeException,
} from '@aws-sdk/client-cognito-identity-provider';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import type { IdentityProvider } from '../../../local/identity/identity-provider';
import { generatePrivateKey } from '../../../local/identity/signing-key';
import { Clock, clientId, onTheWire, openPool, type PoolOnTheWire, poolId } from './pool-on-the-wire';

const password = 'Correct-horse-1';
const uuid = expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);

let clock: Clock;
let identity: IdentityProvider;
let wire: PoolOnTheWire;

beforeEach(async () => {
  clock = new Clock();
  identity = await openPool({ now: clock.now });
  wire = await onTheWire(identity);
  const onMona = { UserPoolId: poolId, Username: 'Mona' };
  await identity.handle('AdminCreateUser', {
    ...onMona,
    MessageAction: 'SUPPRESS',
    UserAttributes: [{ Name: 'email', Value: 'mona@example.com' }],
  });
  await identity.handle('AdminSetUserPassword', { ...onMona, Password: password, Permanent: true });
});

afterEach(() => wire.close());

const authenticate = (AuthFlow: AuthFlowType, AuthParameters: Record<string, string>, client = clientId) =>
  wire.client.send(
    new AdminInitiateAuthCommand({ AuthFlow, AuthParameters, UserPoolId: poolId, ClientId: client }),
  );
const signIn = async (USERNAME = 'mona', PASSWORD = password) => {
  const { AuthenticationResult } = await authenticate('ADMIN_USER_PASSWORD_AUTH', { USERNAME, PASSWORD });
  const {
    AccessToken = '',
    IdToken = '',
    RefreshToken = '',
    ExpiresIn,
    TokenType,
  } = AuthenticationResult ?? {};
  return { AccessToken, IdToken, RefreshToken, ExpiresIn, TokenType };
};
const refresh = async (RefreshToken: string) => {
  const { AuthenticationResult } = await authenticate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: RefreshToken });
  return AuthenticationResult ?? {};
};
const verify = (token: string) =>
  jwtVerify(token, createLocalJWKSet(identity.jwks() as JSONWebKeySet), {
    issuer: identity.issuer,
    algorithms: ['RS256'],
    currentDate: new Date(clock.now()),
  });

describe('tokens', () => {
  test("an access token carries Cognito's claims and no others", async () => {
    const { AccessToken, ExpiresIn, TokenType } = await signIn();
    const { payload } = await verify(AccessToken);
    const issuedAt = clock.now() / 1000;
    expect(payload).toEqual({
      sub: uuid,
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`,
      client_id: clientId,
      origin_jti: uuid,
      event_id: uuid,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: issuedAt,
      iat: issuedAt,
      exp: issuedAt + 3600,
      jti: uuid,
      username: 'Mona',
    });
    expect({ ExpiresIn, TokenType }).toEqual({ ExpiresIn: 3600, TokenType: 'Bearer' });
  });

  test('an ID token is for the client, and has neither scope nor client_id', async () => {
    const { payload } = await verify((await signIn()).IdToken);
    expect(payload).toMatchObject({
      aud: clientId,
      token_use: 'id',
      'cognito:username': 'Mona',
      email: 'mona@example.com',
    });
    expect(payload).not.toHaveProperty('scope');
    expect(payload).not.toHaveProperty('client_id');
  });

  test('groups are in tokens issued after the user joined', async () => {
    const before = decodeJwt((await signIn()).AccessToken);
    await identity.addToGroup('MONA', 'admin');
    const after = decodeJwt((await signIn()).AccessToken);
    expect(before).not.toHaveProperty('cognito:groups');
    expect(after['cognito:groups']).toEqual(['admin']);
  });

  test('the header names the key in the key set, which has no private part', async () => {
    const { kid } = decodeProtectedHeader((await signIn()).AccessToken);
    expect(identity.jwks()).toEqual({
      keys: [{ kty: 'RSA', kid, alg: 'RS256', use: 'sig', n: expect.any(String), e: 'AQAB' }],
    });
  });

  test('discovery leads to the key set', () => {
    expect(identity.discovery()).toMatchObject({
      issuer: identity.issuer,
      jwks_uri: `${identity.issuer}/.well-known/jwks.json`,
    });
  });

  test('another pool of the same name signs with another key', async () => {
    const stranger = await openPool({ now: clock.now, signingKey: await generatePrivateKey() });
    await stranger.handle('AdminCreateUser', {
      UserPoolId: poolId,
      Username: 'mona',
      MessageAction: 'SUPPRESS',
    });
    await expect(verify(await stranger.issueAccessToken('mona'))).rejects.toThrow();
  });
});

describe('signing in', () => {
  test('is not open to strangers who know the client', async () => {
    const { status, body } = await identity.handle('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: 'mona', PASSWORD: password },
    });
    expect([status, body]).toEqual([
      400,
      {
        __type: 'InvalidParameterException',
        message: 'USER_PASSWORD_AUTH flow not enabled for this client',
      },
    ]);
  });

  test('ignores the case of the username', async () => {
    const { sub } = decodeJwt((await signIn('MONA')).AccessToken);
    expect(sub).toBe(decodeJwt((await signIn('mona')).AccessToken).sub);
  });

  test('answers an unknown user and a wrong password alike', async () => {
    const answers = await Promise.all(
      ['mona', 'nobody'].map((USERNAME) =>
        identity.handle('AdminInitiateAuth', {
          UserPoolId: poolId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          ClientId: clientId,
          AuthParameters: { USERNAME, PASSWORD: 'Wrong-horse-1' },
        }),
      ),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toEqual({
      status: 400,
      body: { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' },
    });
  });

  test("asks a user with a temporary password for a new one, and doesn't let them in", async () => {
    const onNour = { UserPoolId: poolId, Username: 'nour' };
    await identity.handle('AdminCreateUser', {
      ...onNour,
      MessageAction: 'SUPPRESS',
      TemporaryPassword: 'Temporary-1',
    });
    const answer = await authenticate('ADMIN_USER_PASSWORD_AUTH', {
      USERNAME: 'nour',
      PASSWORD: 'Temporary-1',
    });
    expect(answer.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(answer.AuthenticationResult).toBeUndefined();
  });

  test('locks the username after five wrong passwords, even for the right one, and longer each time', async () => {
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await expect(signIn('mona', 'Wrong-horse-1')).rejects.toThrow('Incorrect username or password.');
    }
    await expect(signIn()).rejects.toThrow('Password attempts exceeded');

    clock.advanceSeconds(1);
    await expect(signIn('mona', 'Wrong-horse-1')).rejects.toThrow('Incorrect username or password.');
    clock.advanceSeconds(1);
    await expect(signIn()).rejects.toThrow('Password attempts exceeded');
    clock.advanceSeconds(1);
    await expect(signIn()).resolves.toBeDefined();
  });

  test('locks an unknown username in the same way', async () => {
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await expect(signIn('nobody', 'Wrong-horse-1')).rejects.toThrow('Incorrect username or password.');
    }
    await expect(signIn('nobody')).rejects.toThrow('Password attempts exceeded');
  });

  test('checks no more of many concurrent guesses than of successive ones', async () => {
    const guesses = Array.from({ length: 40 }, () =>
      signIn('mona', 'Wrong-horse-1').catch((error: Error) => error.message),
    );
    const said = await Promise.all(guesses);
    expect(said.filter((message) => message === 'Incorrect username or password.')).toHaveLength(5);
    expect(said.filter((message) => message === 'Password attempts exceeded')).toHaveLength(35);
  });

  test("locks out the address that guesses, but not the owner's", async () => {
    const from = (IpAddress: string, PASSWORD: string) =>
      wire.client.send(
        new AdminInitiateAuthCommand({
          UserPoolId: poolId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          ClientId: clientId,
          AuthParameters: { USERNAME: 'mona', PASSWORD },
          ContextData: { IpAddress, ServerName: 'api', ServerPath: '/token', HttpHeaders: [] },
        }),
      );
    for (let attempt = 1; attempt <= 5; attempt += 1)
      await expect(from('203.0.113.9', 'Wrong-horse-1')).rejects.toThrow('Incorrect username or password.');
    await expect(from('203.0.113.9', password)).rejects.toThrow('Password attempts exceeded');
    await expect(from('198.51.100.7', password)).resolves.toBeDefined();
    await expect(from('203.0.113.9', password)).rejects.toThrow('Password attempts exceeded');
  });

  test('is refused for another client', async () => {
    const attempt = authenticate(
      'ADMIN_USER_PASSWORD_AUTH',
      { USERNAME: 'mona', PASSWORD: password },
      'other',
    );
    await expect(attempt).rejects.toThrow(ResourceNotFoundException);
  });
});

describe('refreshing and revoking', () => {
  test('a refresh gives new tokens for the same sign-in, but no new refresh token', async () => {
    const first = await signIn();
    clock.advanceSeconds(7200);
    const second = await refresh(first.RefreshToken);
    const before = decodeJwt(first.AccessToken);
    const after = decodeJwt(second.AccessToken ?? '');
    expect(second.RefreshToken).toBeUndefined();
    expect(after).toMatchObject({
      sub: before.sub,
      origin_jti: before.origin_jti,
      auth_time: before.auth_time,
      iat: (before.iat ?? 0) + 7200,
    });
    expect(after.jti).not.toBe(before.jti);
  });

  test('a refresh token is valid for thirty days', async () => {
    const { RefreshToken } = await signIn();
    clock.advanceSeconds(30 * 86_400 - 1);
    await expect(refresh(RefreshToken)).resolves.toBeDefined();
    clock.advanceSeconds(1);
    await expect(refresh(RefreshToken)).rejects.toThrow('Refresh Token has expired');
  });

  test('a made-up refresh token is refused', async () => {
    await expect(refresh('made-up')).rejects.toThrow(NotAuthorizedException);
  });

  test("a revoked sign-in can't be refreshed, and its access token no longer returns the user", async () => {
    const { AccessToken, RefreshToken } = await signIn();
    await expect(wire.client.send(new GetUserCommand({ AccessToken }))).resolves.toMatchObject({
      Username: 'Mona',
    });
    const revoke = new RevokeTokenCommand({ Token: RefreshToken, ClientId: clientId });
    await wire.client.send(revoke);
    await wire.client.send(revoke);
    await expect(refresh(RefreshToken)).rejects.toThrow('Refresh Token has been revoked');
    await expect(wire.client.send(new GetUserCommand({ AccessToken }))).rejects.toThrow(
      'Access Token has been revoked',
    );
  });

  test('an access token cannot be revoked', async () => {
    const { AccessToken } = await signIn();
    const revoke = new RevokeTokenCommand({ Token: AccessToken, ClientId: clientId });
    await expect(wire.client.send(revoke)).rejects.toThrow(UnsupportedTokenTypeException);
  });

  test("a deleted user's tokens can't be refreshed", async () => {
    const { RefreshToken } = await signIn();
    await wire.client.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'mona' }));
    await expect(refresh(RefreshToken)).rejects.toThrow(NotAuthorizedException);
  });

  test('an expired access token or an ID token returns no user', async () => {
    const { AccessToken, IdToken } = await signIn();
    await expect(wire.client.send(new GetUserCommand({ AccessToken: IdToken }))).rejects.toThrow(
      'Invalid Access Token',
    );
    clock.advanceSeconds(3600);
    await expect(wire.client.send(new GetUserCommand({ AccessToken }))).rejects.toThrow(
      'Access Token has expired',
    );
  });
});
