import * as z from 'zod';
import { type Access, adminGroup } from '../../contract/route';
import type { UserId } from '../../domain/ids';
import type { Actor } from '../../domain/ledger';
import { type Rejection, reject } from '../../domain/rejection';

/** Who signed the request, as verified by the gateway's authorizer. */
export interface Caller {
  readonly userId: UserId;
  readonly username: string;
  readonly isAdmin: boolean;
}

/** API Gateway writes a list claim as `[admin trader]`. A comma is part of a name. */
const groups = z
  .union([z.array(z.string()), z.string()])
  .transform((claim) => (typeof claim === 'string' ? claim.replace(/^\[|\]$/g, '').split(' ') : claim));

const Claims = z.object({
  sub: z.string().min(1),
  username: z.string(),
  // An id token has the same issuer and audience, but is no key to an API.
  token_use: z.literal('access'),
  'cognito:groups': groups.default([]),
});

const Authorizer = z.object({ jwt: z.object({ claims: z.unknown() }) });

export function callerOf(authorizer: unknown): Caller | undefined {
  const envelope = Authorizer.safeParse(authorizer);
  const claims = Claims.safeParse(envelope.data?.jwt.claims);
  if (!claims.success) return undefined;
  const { sub, username, 'cognito:groups': memberOf } = claims.data;
  return { userId: sub as UserId, username, isAdmin: memberOf.includes(adminGroup) };
}

/** Who acts on another user's account, as recorded with the change. */
export function actingFor({ userId, username }: Caller, user: UserId): Actor | undefined {
  return userId === user ? undefined : { id: userId, username };
}

/** What a request may do, and to whom: the one place that decides, and it denies unless a rule allows. */
export interface Permit {
  readonly caller: Caller | undefined;
  /** The user of the path, `me` resolved. */
  readonly userId: UserId | undefined;
}

/**
 * Another user's path is refused whether that user exists or not: nothing has been read when this decides.
 * @param user the path's `user_id`, where it has one
 */
export function authorise(
  access: Access,
  caller: Caller | undefined,
  user: string | undefined,
): Permit | Rejection {
  if (access === 'anyone') return { caller, userId: undefined };
  if (!caller) return reject('unauthorized');
  const userId = user === undefined || user === 'me' ? caller.userId : (user as UserId);
  if (!isAllowed(access, caller, userId)) return reject('forbidden');
  return { caller, userId };
}

function isAllowed(access: Exclude<Access, 'anyone'>, caller: Caller, userId: UserId): boolean {
  const isSelf = userId === caller.userId;
  switch (access) {
    case 'signed-in':
      return true;
    case 'self':
      return isSelf;
    case 'self-or-admin':
      return isSelf || caller.isAdmin;
    case 'admin':
      return caller.isAdmin;
  }
}
