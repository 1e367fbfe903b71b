import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import * as z from 'zod';
import { adminGroup } from '../contract/route';
import type { UserId } from '../domain/ids';

/** The user an access token was issued to. */
export interface TokenBearer {
  readonly userId: UserId;
  readonly isAdmin: boolean;
  readonly expiresAtSeconds: number;
}

const Claims = z.object({
  // It becomes part of topics and policies, so it must not contain wildcards.
  sub: z.string().regex(/^[A-Za-z0-9-]{1,128}$/),
  client_id: z.string(),
  // An ID token has the same issuer and keys, but grants no access.
  token_use: z.literal('access'),
  exp: z.number(),
  'cognito:groups': z.array(z.string()).default([]),
});

/** Failures caused by the token itself, which need no report: foreign, forged, expired, or not a token. */
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
 * Verifies tokens where no gateway does. The pool's keys are fetched once, and again when a token names an unknown one,
 * but at most twice a minute.
 *
 * @returns a function that returns undefined for anything that isn't one of the client's access tokens, and throws if
 *   the keys can't be fetched
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

/** If the SDK is configured with another Cognito endpoint, the keys are there too. */
function keysUrl(issuer: string): URL {
  const elsewhere = process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER || process.env.AWS_ENDPOINT_URL;
  const { pathname, origin } = new URL(issuer);
  return new URL(`${pathname}/.well-known/jwks.json`, elsewhere || origin);
}
