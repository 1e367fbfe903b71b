import type { Account } from '../domain/account';
import { isRejection, type Rejection, reject } from '../domain/rejection';
import { readAccount } from '../storage/queries/read-account';
import type { Store } from '../storage/table/store';
import {
  openProvenAccount,
  releaseUsername,
  reserveUsername,
} from '../storage/transactions/open-proven-account';
import type { MailedCodes, SignUp } from './mailed-codes';
import { meetsPolicy } from './password-policy';
import type { PoolUser } from './pool-user';
import type { UserPool } from './user-pool';

// Signing up in two requests, for deployments that require confirmed addresses. Between the two, a sign-up reserves
// nothing: another one under its name replaces it, and an address belongs to whoever confirms it first. So nobody can
// block a name or an address, and responses don't reveal which addresses exist.

export interface Confirmation {
  readonly username: string;
  readonly password: string;
  readonly code: string;
  /** The client's address, so the guesser is slowed down rather than the owner. */
  readonly sourceIp: string;
}

/** Requests a code for the address; undefined if it has been sent. */
export async function requestSignUp(
  store: Store,
  pool: UserPool,
  codes: MailedCodes,
  user: SignUp,
): Promise<Rejection | undefined> {
  if (!meetsPolicy(user.password)) return reject('invalid_password');
  // Keeps a confirmation from happening between reading the user and deleting it.
  const reserved = await reserveUsername(store, user.username);
  if (isRejection(reserved)) return reserved;
  const first = await codes.signUp(user);
  const refused = first === 'user_exists' ? await takePlace(pool, codes, user) : first;
  await releaseUsername(store, reserved);
  return refused;
}

async function takePlace(pool: UserPool, codes: MailedCodes, user: SignUp): Promise<Rejection | undefined> {
  const before = await pool.findUser(user.username);
  if (before && !holdsNothing(before)) return reject('username_taken');
  await pool.deleteUser(user.username);
  const refused = await codes.signUp(user);
  return refused === 'user_exists' ? reject('username_taken') : refused;
}

/** Such a user has no account: otherwise the name, which was just reserved, would have been taken. */
function holdsNothing({ isUnconfirmed, isUnfinishedSignUp }: PoolUser): boolean {
  return isUnconfirmed || isUnfinishedSignUp;
}

/**
 * Opens the account. Requires the password too: otherwise an attacker who signs up with somebody's name and address and
 * a password of their own could have the victim confirm it. Repeating it returns the same, and finishes what a crash
 * left between pool and table.
 */
export async function confirmSignUp(
  store: Store,
  pool: UserPool,
  codes: MailedCodes,
  { username, password, code, sourceIp }: Confirmation,
): Promise<Account | Rejection> {
  const standing = await pool.standingOf(username, password, sourceIp);
  if (isRejection(standing)) return standing;
  const user = await pool.findUser(username);
  if (user?.email === undefined || !user.isOurs) return reject('invalid_code');
  const opened = await readAccount(store, user.userId);
  if (opened) return opened;
  const reserved = await reserveUsername(store, username);
  // Taken by another account, or by a concurrent repetition of this request.
  if (isRejection(reserved)) return (await readAccount(store, user.userId)) ?? reserved;
  const refused = standing === 'unconfirmed' ? await codes.confirm(username, code) : undefined;
  if (refused) {
    await releaseUsername(store, reserved);
    return refused;
  }
  const account = await openProvenAccount(store, user.userId, { username, email: user.email }, reserved);
  if (!isRejection(account)) return account;
  await pool.deleteUser(username);
  await releaseUsername(store, reserved);
  return account;
}
