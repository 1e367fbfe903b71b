import type { Account } from '../../domain/account';
import { assert } from '../../domain/assert';
import type { UserId } from '../../domain/ids';
import { type Rejection, reject } from '../../domain/rejection';
import { fromClaimItem } from '../items/claim';
import { Overtaken } from '../table/retry';
import type { Store } from '../table/store';
import { type Refused, transact } from '../table/transact';
import { ownership, release, reservation, taking } from '../writes/claims';
import { emptyAccount, type Names, opening } from './open-account';

// Where addresses are confirmed, an address is claimed by who has shown that it is his: until then a sign-up has
// reserved nothing but its name, and that only while it is worked on.

/** Keeps everybody else from signing up, or confirming, under the name. */
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
  throw new Overtaken(`somebody is about to sign up as ${username}`);
}

export async function releaseUsername(store: Store, { id, username }: UsernameReservation): Promise<void> {
  await transact(store, { username: release('username', username, id) });
}

/** Opens the account of somebody whose address it is, or says that another account has the address. */
export async function openProvenAccount(
  store: Store,
  userId: UserId,
  names: Names,
  { id, username }: UsernameReservation,
): Promise<Account | Rejection> {
  assert(username === names.username, 'an account is opened under the name that was reserved for it');
  const account = emptyAccount(store, userId, names);
  const refused = await transact(store, {
    account: opening(account),
    username: ownership('username', username, id, userId),
    email: taking('email', names.email, { id, userId, now: store.now() }),
  });
  if (!refused) return account;
  if (isOwned(refused, 'email') && !refused.has('account')) return reject('email_taken');
  throw new Overtaken(`another attempt was at ${[...refused.keys()].join(' and ')}`);
}

function isOwned(refused: Refused, kind: 'username' | 'email'): boolean {
  const item = refused.get(kind);
  return item !== undefined && fromClaimItem(item).userId !== undefined;
}
