import { randomUUID } from 'node:crypto';
import { errors } from 'jose';
import * as z from 'zod';
import type { User } from './directory';
import { IdentityError } from './identity-error';
import type { SigningKey } from './signing-key';

export const tokenLifetimeSeconds = 3600;

// The only scope of a token issued for a password rather than through a hosted sign-in page.
const accessTokenScope = 'aws.cognito.signin.user.admin';

const accessClaimsSchema = z.object({ token_use: z.literal('access'), sub: z.uuid(), origin_jti: z.uuid() });

interface TokenOrigin {
  originJti: string;
  signedInAtMs: number;
}

/** Issues and reads tokens with exactly Cognito's claims, so that no handler can tell the difference. */
export class Tokens {
  constructor(
    private readonly key: SigningKey,
    private readonly issuer: string,
    private readonly clientId: string,
    private readonly now: () => number,
  ) {}

  accessToken(user: User, origin: TokenOrigin): Promise<string> {
    return this.key.sign({
      ...this.claimsOf(user, origin),
      token_use: 'access',
      client_id: this.clientId,
      scope: accessTokenScope,
      username: user.username,
    });
  }

  idToken(user: User, origin: TokenOrigin): Promise<string> {
    const { email, email_verified: emailVerified } = user.attributes;
    return this.key.sign({
      ...this.claimsOf(user, origin),
      token_use: 'id',
      aud: this.clientId,
      'cognito:username': user.username,
      ...(email === undefined ? {} : { email, email_verified: emailVerified === 'true' }),
    });
  }

  /** The subject and origin of an access token; refuses ID tokens, foreign and expired ones like Cognito. */
  async readAccessToken(token: string): Promise<{ sub: string; originJti: string }> {
    try {
      const payload = await this.key.verify(token, this.issuer, new Date(this.now()));
      const claims = accessClaimsSchema.parse(payload);
      return { sub: claims.sub, originJti: claims.origin_jti };
    } catch (cause) {
      const message =
        cause instanceof errors.JWTExpired ? 'Access Token has expired' : 'Invalid Access Token';
      throw new IdentityError('NotAuthorizedException', message);
    }
  }

  private claimsOf(user: User, origin: TokenOrigin) {
    const issuedAt = seconds(this.now());
    return {
      sub: user.sub,
      // Cognito omits the claim for a user without groups.
      ...(user.groups.length === 0 ? {} : { 'cognito:groups': user.groups }),
      iss: this.issuer,
      origin_jti: origin.originJti,
      event_id: randomUUID(),
      auth_time: seconds(origin.signedInAtMs),
      iat: issuedAt,
      exp: issuedAt + tokenLifetimeSeconds,
      jti: randomUUID(),
    };
  }
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
