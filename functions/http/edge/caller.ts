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

/** API Gateway serializes a list claim as `[admin trader]`; a comma is part of a name. */
const groups = z
  .union([z.array(z.string()), z.string()])
  .transform((claim) => (typeof claim === 'string' ? claim.replace(/^\[|\]$/g, '').split(' ') : claim));

const Claims = z.object({
  sub: z.string().min(1),
  username: z.string(),
  // An ID token has the same issuer and audience, but must not grant access to an API.
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

/** Who acts on another user's account, to be recorded with the change. */
export function actingFor({ userId, username }: Caller, user: UserId): Actor | undefined {
  return userId === user ? undefined : { id: userId, username };
}

/** The outcome of authorization: who calls and whose data it is about. */
export interface Permit {
  readonly caller: Caller | undefined;
  /** The user of the path, `me` resolved. */
  readonly userId: UserId | undefined;
}

/**
 * The only place that authorizes requests; denies unless a rule allows. Another user's path is refused whether or not
 * that user exists: nothing has been read yet at this point.
 * @param user the path's `user_id`, if it has one
 */
export function authorize(
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
