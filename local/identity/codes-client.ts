import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { IdentityError } from './identity-error';

/** The client that sends and redeems codes, for those who know its secret. */
export interface CodesClient {
  readonly id: string;
  readonly secret: string;
}

/** The secret changes at each start; functions ask the pool for it. */
export function codesClientOf(id: string): CodesClient {
  return { id, secret: randomBytes(32).toString('base64url') };
}

export function requireSigned(
  client: CodesClient | undefined,
  { ClientId, SecretHash, Username }: { ClientId: string; SecretHash: string; Username: string },
): void {
  if (client === undefined || ClientId !== client.id) {
    throw new IdentityError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
  }
  const expected = createHmac('sha256', client.secret).update(`${Username}${client.id}`).digest();
  const given = Buffer.from(SecretHash, 'base64');
  if (expected.length === given.length && timingSafeEqual(expected, given)) return;
  throw new IdentityError('NotAuthorizedException', `Unable to verify secret hash for client ${client.id}`);
}
