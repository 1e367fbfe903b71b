// A cache of tokens whose signature has been verified. Verifying one takes a millisecond and a client keeps sending the
// same one, so verified tokens are remembered until they expire, as in API Gateway.
import { createLocalJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';

/** The published keys of an issuer. */
export type KeysOf = (issuer: string) => { keys: object[] };

const Jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** The users of a busy hour; each takes about two kilobytes. */
const REMEMBERED_AT_MOST = 10_000;

export class VerifiedTokens {
  private readonly issuers = new Map<string, Issuer>();

  constructor(
    private readonly keysOf: KeysOf,
    private readonly rememberedAtMost = REMEMBERED_AT_MOST,
  ) {}

  /** @returns the claims of an unexpired token signed by the issuer; throws jose's errors otherwise */
  async claimsOf(token: string, issuer: string): Promise<JWTPayload> {
    const { remembered, keys } = this.issuer(issuer);
    const known = remembered.get(token);
    if (known?.exp !== undefined && known.exp > Date.now() / 1000) return known;
    remembered.delete(token);
    // Only RS256: accepting whatever algorithm the token's header names would let in an unsigned token, or one signed
    // with the public key as an HMAC secret.
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer,
      requiredClaims: ['exp'],
    });
    const [oldest] = remembered.size < this.rememberedAtMost ? [] : remembered.keys();
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.set(token, payload);
    return payload;
  }

  get remembered(): number {
    return [...this.issuers.values()].reduce((sum, { remembered }) => sum + remembered.size, 0);
  }

  /** A change of keys discards everything verified with the old ones. */
  private issuer(name: string): Issuer {
    const { keys } = this.keysOf(name);
    const published = JSON.stringify(keys);
    const known = this.issuers.get(name);
    if (known?.published === published) return known;
    const issuer = { published, keys: createLocalJWKSet(Jwks.parse({ keys })), remembered: new Map() };
    this.issuers.set(name, issuer);
    return issuer;
  }
}

interface Issuer {
  readonly published: string;
  readonly keys: JWTVerifyGetKey;
  readonly remembered: Map<string, JWTPayload>;
}
