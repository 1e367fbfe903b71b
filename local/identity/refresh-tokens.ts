import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { IdentityError } from './identity-error';

/** A sign-in that can be refreshed. Only the token's hash is kept, so a stolen file is of no use to sign in. */
export const signInSchema = z.object({
  tokenHash: z.string(),
  sub: z.uuid(),
  /** In every token that derives from this sign-in, so all of them can be revoked together. */
  originJti: z.uuid(),
  signedInAtMs: z.number(),
  expiresAtMs: z.number(),
  revoked: z.boolean(),
});

export type SignIn = z.infer<typeof signInSchema>;

export class RefreshTokens {
  private readonly signIns: Map<string, SignIn>;

  constructor(
    signIns: SignIn[],
    private readonly now: () => number,
  ) {
    this.signIns = new Map(signIns.map((signIn) => [signIn.tokenHash, signIn]));
  }

  /** Records a sign-in and returns its refresh token, which can't be retrieved again. */
  issue(signIn: Omit<SignIn, 'tokenHash' | 'revoked'>): string {
    const token = randomBytes(48).toString('base64url');
    const tokenHash = hashOf(token);
    this.dropExpired();
    this.signIns.set(tokenHash, { ...signIn, tokenHash, revoked: false });
    return token;
  }

  redeem(token: string): SignIn {
    const signIn = this.signIns.get(hashOf(token));
    if (signIn === undefined) throw refused('Invalid Refresh Token');
    if (signIn.revoked) throw refused('Refresh Token has been revoked');
    if (signIn.expiresAtMs <= this.now()) throw refused('Refresh Token has expired');
    return signIn;
  }

  /** Revoking an unknown or already revoked token is not an error: the caller has what it wanted (RFC 7009, 2.2). */
  revoke(token: string): void {
    const signIn = this.signIns.get(hashOf(token));
    if (signIn !== undefined) signIn.revoked = true;
  }

  revokeAllOf(sub: string): void {
    for (const signIn of this.signIns.values()) if (signIn.sub === sub) signIn.revoked = true;
  }

  isRevoked(originJti: string): boolean {
    return this.kept().some((signIn) => signIn.originJti === originJti && signIn.revoked);
  }

  forget(sub: string): void {
    for (const [tokenHash, signIn] of this.signIns) {
      if (signIn.sub === sub) this.signIns.delete(tokenHash);
    }
  }

  /** Sign-ins are in order of creation and all have the same lifetime, so the first ones expire first. */
  private dropExpired(): void {
    for (const [tokenHash, { expiresAtMs }] of this.signIns) {
      if (expiresAtMs > this.now()) return;
      this.signIns.delete(tokenHash);
    }
  }

  get size(): number {
    return this.signIns.size;
  }

  /** The sign-ins that haven't expired; expired ones are not saved again. */
  kept(): SignIn[] {
    return [...this.signIns.values()].filter((signIn) => signIn.expiresAtMs > this.now());
  }
}

function refused(message: string): IdentityError {
  return new IdentityError('NotAuthorizedException', message);
}

// The token is 384 random bits, which can't be guessed, so a plain digest is enough.
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
