import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';

const algorithm = 'RS256';

const publicPart = { kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string() };

/** An RSA key with its private part, as kept in the identity file. */
export const privateKeySchema = z.object({
  ...publicPart,
  d: z.string(),
  p: z.string(),
  q: z.string(),
  dp: z.string(),
  dq: z.string(),
  qi: z.string(),
});

export type PrivateKey = z.infer<typeof privateKeySchema>;

export async function generatePrivateKey(): Promise<PrivateKey> {
  const { privateKey } = await generateKeyPair(algorithm, { modulusLength: 2048, extractable: true });
  return privateKeySchema.parse({ ...(await exportJWK(privateKey)), kid: randomUUID() });
}

export interface SigningKey {
  sign(claims: JWTPayload): Promise<string>;
  /** @returns the claims of an unexpired token signed with this key; throws jose's errors otherwise */
  verify(token: string, issuer: string, at: Date): Promise<JWTPayload>;
  /** The JWKS entry: listed field by field, so the private part can't leak. */
  readonly publicJwk: { kty: 'RSA'; kid: string; n: string; e: string; alg: string; use: string };
}

export async function openSigningKey(jwk: PrivateKey): Promise<SigningKey> {
  const { kty, kid, n, e } = jwk;
  const privateKey = await importJWK(jwk, algorithm);
  const publicKey = await importJWK({ kty, n, e }, algorithm);
  return {
    sign: (claims) => new SignJWT(claims).setProtectedHeader({ kid, alg: algorithm }).sign(privateKey),
    verify: async (token, issuer, at) => {
      const { payload } = await jwtVerify(token, publicKey, {
        issuer,
        algorithms: [algorithm],
        currentDate: at,
      });
      return payload;
    },
    publicJwk: { kty, kid, n, e, alg: algorithm, use: 'sig' },
  };
}
