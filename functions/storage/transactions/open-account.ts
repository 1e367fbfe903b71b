import type { Account } from '../../domain/account';
import type { UserId } from '../../domain/ids';
import type { Instant } from '../../domain/instant';
import { NO_MONEY } from '../../domain/money';
import { type Rejection, reject } from '../../domain/rejection';
import { toAccountItem } from '../items/account';
import { type Claim, claimKey, fromClaimItem } from '../items/claim';
import { VersionConflict } from '../table/retry';
import type { Store } from '../table/store';
import { type Refused, transact, type Write } from '../table/transact';
import { ownership, release, reservation } from '../writes/claims';

export interface Names {
  readonly username: string;
  readonly email: string;
}

/** A sign-up attempt's exclusive right, until it lapses, to open an account under both names. */
export interface Reservation {
  readonly id: string;
  readonly names: Names;
}

/**
 * Reserves both names, or says which is taken. A sign-up that died halfway leaves an account without a password: then
 * the user who owns the claims is returned, and the sign-up may continue for that user.
 */
export async function reserveNames(
  store: Store,
  names: Names,
): Promise<Reservation | { openedFor: UserId } | Rejection> {
  const now = store.now();
  const id = store.newId(now);
  const refused = await transact(store, {
    username: reservation('username', names.username, id, now),
    email: reservation('email', names.email, id, now),
  });
  return refused ? takenBy(refused, now) : { id, names };
}

function takenBy(refused: Refused, now: Instant): { openedFor: UserId } | Rejection {
  const [username, email] = [claimOf(refused, 'username'), claimOf(refused, 'email')];
  const isOneAttempt = username?.userId !== undefined && username.userId === email?.userId;
  if (isOneAttempt && username.reservedUntil <= now) return { openedFor: username.userId as UserId };
  return reject(refused.has('username') ? 'username_taken' : 'email_taken');
}

function claimOf(refused: Refused, kind: 'username' | 'email'): Claim | undefined {
  const item = refused.get(kind);
  return item && fromClaimItem(item);
}

/** Opens the account and assigns both names to it. */
export async function openAccount(
  store: Store,
  userId: UserId,
  { id, names }: Reservation,
): Promise<Account> {
  const account = emptyAccount(store, userId, names);
  const refused = await transact(store, {
    account: opening(account),
    username: ownership('username', names.username, id, userId),
    email: ownership('email', names.email, id, userId),
  });
  if (refused)
    throw new VersionConflict(`the reservation of ${[...refused.keys()].join(' and ')} has lapsed`);
  return account;
}

export function emptyAccount(store: Store, userId: UserId, names: Names): Account {
  const nothing = { available: NO_MONEY, frozen: NO_MONEY, openBuys: 0 };
  return { userId, ...names, ...nothing, version: 1, createdAt: store.now() };
}

export function opening(account: Account): Write {
  return { Put: { Item: toAccountItem(account), ConditionExpression: 'attribute_not_exists(PK)' } };
}

/** Lets the next attempt continue with the opened account at once: this one has ended and will set no password. */
export async function endReservation(store: Store, { id, names }: Reservation): Promise<void> {
  await transact(store, {
    username: ending('username', names.username, id, store.now()),
    email: ending('email', names.email, id, store.now()),
  });
}

function ending(kind: 'username' | 'email', value: string, id: string, now: Instant): Write {
  return {
    Update: {
      Key: claimKey(kind, value),
      UpdateExpression: 'SET reservedUntil = :now',
      ConditionExpression: 'reservedBy = :id',
      ExpressionAttributeValues: { ':now': now, ':id': id },
    },
  };
}

/** Releases the names of a failed attempt before they lapse. */
export async function releaseNames(store: Store, { id, names }: Reservation): Promise<void> {
  await transact(store, {
    username: release('username', names.username, id),
    email: release('email', names.email, id),
  });
}
