import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import * as z from 'zod';
import { adminGroup } from '../contract/route';
import type { UserId } from '../domain/ids';

/** Whom an access token was given to. */
export interface TokenBearer {
  readonly userId: UserId;
  readonly isAdmin: boolean;
  readonly expiresAtSeconds: number;
}

const Claims = z.object({
  // It becomes a part of topics and policies, so that nothing in it may be a wildcard.
  sub: z.string().regex(/^[A-Za-z0-9-]{1,128}$/),
  client_id: z.string(),
  // An ID token has the same issuer and the same keys, but is no key to anything.
  token_use: z.literal('access'),
  exp: z.number(),
  'cognito:groups': z.array(z.string()).default([]),
});

/** Failures that are the token's own fault and need no report: another's, forged, expired, or no token. */
const REFUSALS = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
];

export type VerifyAccessToken = (token: string) => Promise<TokenBearer | undefined>;

/**
 * Checks tokens where no gateway has done it before. The keys of the pool are fetched once, and again when a token
 * names one that isn't known, but not more often than twice a minute.
 *
 * @returns a function that returns undefined for anything that isn't an access token of the client's, and throws where the keys
 *   can't be had
 */
export function accessTokenVerifier(issuer: string, clientId: string): VerifyAccessToken {
  const keys = createRemoteJWKSet(keysUrl(issuer));
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ['RS256'] });
      const claims = Claims.safeParse(payload);
      if (!claims.success || claims.data.client_id !== clientId) return undefined;
      const { sub, exp, 'cognito:groups': groups } = claims.data;
      return { userId: sub as UserId, isAdmin: groups.includes(adminGroup), expiresAtSeconds: exp };
    } catch (error) {
      if (REFUSALS.some((refusal) => error instanceof refusal)) return undefined;
      throw error;
    }
  };
}

/** Where the SDK is told to find another Cognito, that one also has the keys. */
function keysUrl(issuer: string): URL {
  const elsewhere = process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER || process.env.AWS_ENDPOINT_URL;
  const { pathname, origin } = new URL(issuer);
  return new URL(`${pathname}/.well-known/jwks.json`, elsewhere || origin);
}
