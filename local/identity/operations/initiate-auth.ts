import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { sourceOf } from '../../source-of';
import { nameKey, type User } from '../directory';
import { IdentityError, wrongCredentials } from '../identity-error';
import { matchesPassword } from '../password-hash';
import type { Pool } from '../pool';
import { tokenLifetimeSeconds } from '../tokens';
import { operation, password, requireClient, requirePool, username } from './operation';

const refreshTokenLifetimeMs = 30 * 24 * 60 * 60 * 1000;

const refreshing = z.object({
  AuthFlow: z.enum(['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN']),
  ClientId: z.string(),
  AuthParameters: z.object({ REFRESH_TOKEN: z.string().min(1) }),
});

/** Only callers with rights on the pool sign users in; the public password flow is not enabled for the client. */
const byAdministrator = z.discriminatedUnion('AuthFlow', [
  z.object({
    UserPoolId: z.string(),
    AuthFlow: z.literal('ADMIN_USER_PASSWORD_AUTH'),
    ClientId: z.string(),
    AuthParameters: z.object({ USERNAME: username, PASSWORD: password }),
    ContextData: z.object({ IpAddress: z.string().default('') }).default({ IpAddress: '' }),
  }),
  refreshing.extend({ UserPoolId: z.string() }),
]);

export const adminInitiateAuth = operation(byAdministrator, async (pool, request) => {
  requirePool(pool, request.UserPoolId);
  requireClient(pool, request.ClientId);
  return request.AuthFlow === 'ADMIN_USER_PASSWORD_AUTH'
    ? signIn(pool, request.AuthParameters, sourceOf(request.ContextData.IpAddress))
    : refresh(pool, request.AuthParameters.REFRESH_TOKEN);
});

const byAnybody = z.discriminatedUnion('AuthFlow', [
  z.object({ AuthFlow: z.literal('USER_PASSWORD_AUTH'), ClientId: z.string() }),
  refreshing,
]);

export const initiateAuth = operation(byAnybody, async (pool, request) => {
  requireClient(pool, request.ClientId);
  if (request.AuthFlow === 'USER_PASSWORD_AUTH')
    throw new IdentityError(
      'InvalidParameterException',
      'USER_PASSWORD_AUTH flow not enabled for this client',
    );
  return refresh(pool, request.AuthParameters.REFRESH_TOKEN);
});

interface Credentials {
  USERNAME: string;
  PASSWORD: string;
}

async function signIn(pool: Pool, credentials: Credentials, source: string): Promise<object> {
  const user = await userWithPassword(pool, credentials, source);
  if (user.status === 'UNCONFIRMED') {
    throw new IdentityError('UserNotConfirmedException', 'User is not confirmed.');
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    return {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: { USER_ID_FOR_SRP: user.username },
    };
  }

  const now = pool.now();
  const origin = { originJti: randomUUID(), signedInAtMs: now };
  const refreshToken = pool.refreshTokens.issue({
    ...origin,
    sub: user.sub,
    expiresAtMs: now + refreshTokenLifetimeMs,
  });
  await pool.save();
  return authenticated({ ...(await freshTokens(pool, user, origin)), RefreshToken: refreshToken });
}

// An unknown name takes as much work and is locked like a known one, so neither timing nor message reveals it.
async function userWithPassword(
  pool: Pool,
  { USERNAME: name, PASSWORD: secret }: Credentials,
  source: string,
): Promise<User> {
  const attempt = `${nameKey(name)} from ${source}`;
  pool.attempts.begin(attempt);
  const user = pool.directory.find(name);
  const matches = await matchesPassword(secret, user?.passwordHash ?? pool.unmatchableHash);
  if (user === undefined || !matches) throw wrongCredentials();
  pool.attempts.succeeded(attempt);
  return user;
}

async function refresh(pool: Pool, refreshToken: string): Promise<object> {
  const origin = pool.refreshTokens.redeem(refreshToken);
  const user = pool.directory.all().find(({ sub }) => sub === origin.sub);
  if (user === undefined) throw new IdentityError('NotAuthorizedException', 'Invalid Refresh Token');
  return authenticated(await freshTokens(pool, user, origin));
}

async function freshTokens(pool: Pool, user: User, origin: { originJti: string; signedInAtMs: number }) {
  return {
    AccessToken: await pool.tokens.accessToken(user, origin),
    IdToken: await pool.tokens.idToken(user, origin),
  };
}

function authenticated(tokens: object): object {
  return {
    AuthenticationResult: { ...tokens, ExpiresIn: tokenLifetimeSeconds, TokenType: 'Bearer' },
    ChallengeParameters: {},
  };
}
