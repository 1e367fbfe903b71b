import type { Account } from '../../domain/account';
import { assert } from '../../domain/assert';
import type { UserId } from '../../domain/ids';
import { type Rejection, reject } from '../../domain/rejection';
import { fromClaimItem } from '../items/claim';
import { VersionConflict } from '../table/retry';
import type { Store } from '../table/store';
import { type Refused, transact } from '../table/transact';
import { ownership, release, reservation, taking } from '../writes/claims';
import { emptyAccount, type Names, opening } from './open-account';

// If addresses are confirmed, an address is claimed only once its owner has proved it. Until then a sign-up reserves
// nothing but its username, and that only while a request is being processed.

/** Keeps others from signing up, or confirming, under the name. */
export interface UsernameReservation {
  readonly id: string;
  readonly username: string;
}

export async function reserveUsername(
  store: Store,
  username: string,
): Promise<UsernameReservation | Rejection> {
  const now = store.now();
  const id = store.newId(now);
  const refused = await transact(store, { username: reservation('username', username, id, now) });
  if (!refused) return { id, username };
  if (isOwned(refused, 'username')) return reject('username_taken');
  throw new VersionConflict(`another request is signing up as ${username}`);
}

export async function releaseUsername(store: Store, { id, username }: UsernameReservation): Promise<void> {
  await transact(store, { username: release('username', username, id) });
}

/** Opens an account whose address is confirmed, unless another account has the address. */
export async function openProvenAccount(
  store: Store,
  userId: UserId,
  names: Names,
  { id, username }: UsernameReservation,
): Promise<Account | Rejection> {
  assert(username === names.username, 'the reservation is for another username');
  const account = emptyAccount(store, userId, names);
  const refused = await transact(store, {
    account: opening(account),
    username: ownership('username', username, id, userId),
    email: taking('email', names.email, { id, userId, now: store.now() }),
  });
  if (!refused) return account;
  if (isOwned(refused, 'email') && !refused.has('account')) return reject('email_taken');
  throw new VersionConflict(`another attempt changed ${[...refused.keys()].join(' and ')}`);
}

function isOwned(refused: Refused, kind: 'username' | 'email'): boolean {
  const item = refused.get(kind);
  return item !== undefined && fromClaimItem(item).userId !== undefined;
}
