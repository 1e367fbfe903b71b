import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { IdentityError } from './identity-error';

/** The client by which codes are sent and entered: only who knows its secret may use it. */
export interface CodesClient {
  readonly id: string;
  readonly secret: string;
}

/** Another secret at each start: whoever needs it asks for it. */
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
