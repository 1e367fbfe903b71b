// The JWT authorizer of an HTTP API: what it accepts, what it refuses and what it tells the function of a token.
import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod';
import type { JwtAuthorizer } from '../assembly/read-api';

/** The published keys of an issuer. */
export type KeysOf = (issuer: string) => { keys: object[] };

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
  keysOf: KeysOf,
): Promise<Authorization> {
  // API Gateway takes a token with and without the word in front of it.
  const token = authorizationHeader?.replace(/^Bearer /i, '').trim() ?? '';
  if (token === '') return { ok: false, status: 401, challenge: 'Bearer' };
  try {
    const claims = await verify(token, authorizer, keysOf);
    const granted = new Set([...Scopes.parse(claims.scope), ...Scopes.parse(claims.scp)]);
    if (scopesOfRoute.length > 0 && !scopesOfRoute.some((scope) => granted.has(scope))) {
      return refusal(
        403,
        scopesOfRoute,
        'insufficient_scope',
        'the token lacks a scope that the route asks for',
      );
    }
    return { ok: true, jwt: { claims: stringified(claims), scopes: scopesOfRoute } };
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return refusal(401, scopesOfRoute, 'invalid_token', descriptionOf(error));
  }
}

async function verify(
  token: string,
  { issuer, audience }: JwtAuthorizer,
  keysOf: KeysOf,
): Promise<JWTPayload> {
  const keys = createLocalJWKSet(
    z.object({ keys: z.array(z.looseObject({ kty: z.string() })) }).parse(keysOf(issuer)),
  );
  // Only RS256: accepting what the token's own header asks for is how an unsigned token, or one signed with the
  // public key as a secret, gets in.
  const { payload } = await jwtVerify(token, keys, {
    algorithms: ['RS256'],
    issuer,
    requiredClaims: ['exp'],
  });
  if (payload.iat !== undefined && payload.iat > Date.now() / 1000) {
    throw new errors.JWTClaimValidationFailed('the token is from the future', payload, 'iat');
  }
  // Cognito's access tokens have no `aud`: the client stands in its place, and only then is it looked at.
  const meantFor = payload.aud === undefined ? [payload.client_id] : [payload.aud].flat();
  if (!audience.some((client) => meantFor.includes(client))) {
    throw new errors.JWTClaimValidationFailed('the token is for another audience', payload, 'aud');
  }
  return payload;
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

/** Functions get every claim as text: `["a","b"]` becomes `[a b]`. */
function stringified(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );
}
