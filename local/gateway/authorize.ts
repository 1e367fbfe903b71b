// An HTTP API's JWT authorizer: what it accepts, what it refuses and what it passes to the function.
import { errors, type JWTPayload } from 'jose';
import * as z from 'zod';
import type { JwtAuthorizer } from '../assembly/read-api';
import type { VerifiedTokens } from './verified-tokens';

export type Authorization =
  | { ok: true; jwt: { claims: Record<string, string>; scopes: string[] } }
  | { ok: false; status: 401 | 403; challenge: string };

const Scopes = z
  .string()
  .transform((list) => list.split(' '))
  .catch([]);

export async function authorize(
  authorizationHeader: string | undefined,
  authorizer: JwtAuthorizer,
  scopesOfRoute: string[],
  tokens: VerifiedTokens,
): Promise<Authorization> {
  // API Gateway accepts a token with or without the `Bearer` prefix.
  const token = authorizationHeader?.replace(/^Bearer /i, '').trim() ?? '';
  if (token === '') return { ok: false, status: 401, challenge: 'Bearer' };
  try {
    const claims = await verify(token, authorizer, tokens);
    const granted = new Set([...Scopes.parse(claims.scope), ...Scopes.parse(claims.scp)]);
    if (scopesOfRoute.length > 0 && !scopesOfRoute.some((scope) => granted.has(scope))) {
      return refusal(
        403,
        scopesOfRoute,
        'insufficient_scope',
        'the token lacks a scope that the route requires',
      );
    }
    return { ok: true, jwt: { claims: stringified(claims), scopes: scopesOfRoute } };
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return refusal(401, scopesOfRoute, 'invalid_token', descriptionOf(error));
  }
}

/** A clock that was set back must not lock out users who have just signed in. */
const LEEWAY_SECONDS = 300;

async function verify(
  token: string,
  { issuer, audience }: JwtAuthorizer,
  tokens: VerifiedTokens,
): Promise<JWTPayload> {
  const claims = await tokens.claimsOf(token, issuer);
  if (claims.iat !== undefined && claims.iat > Date.now() / 1000 + LEEWAY_SECONDS) {
    throw new errors.JWTClaimValidationFailed('the token is from the future', claims, 'iat');
  }
  // Cognito's access tokens have no `aud`: only then is `client_id` checked in its place.
  const meantFor = claims.aud === undefined ? [claims.client_id] : [claims.aud].flat();
  if (!audience.some((client) => meantFor.includes(client))) {
    throw new errors.JWTClaimValidationFailed('the token is for another audience', claims, 'aud');
  }
  return claims;
}

function refusal(status: 401 | 403, scopes: string[], error: string, description: string): Authorization {
  const challenge = `Bearer scope="${scopes.join(' ')}" error="${error}" error_description="${description}"`;
  return { ok: false, status, challenge };
}

function descriptionOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `the claim ${error.claim} is not accepted`;
  return 'the token is not valid';
}

/** Functions receive every claim as text: `["a","b"]` becomes `[a b]`. */
function stringified(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );
}
