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

// Signing up in two requests, where people have to show that an address is theirs. Between the two a sign-up holds
// nothing: the next one under its name takes its place, and an address belongs to who confirms it first. So nobody can
// keep a name or an address from others, and nobody learns from an answer which addresses there are.

export interface Confirmation {
  readonly username: string;
  readonly password: string;
  readonly code: string;
  /** Where it comes from, so that the guesser is slowed down rather than the owner. */
  readonly sourceIp: string;
}

/** Has a code sent to the address; undefined when it is on its way. */
export async function requestSignUp(
  store: Store,
  pool: UserPool,
  codes: MailedCodes,
  user: SignUp,
): Promise<Rejection | undefined> {
  if (!meetsPolicy(user.password)) return reject('invalid_password');
  // Keeps a confirmation from coming between a look at the user and his end.
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

/** An account may belong only to those who got further: the name was just reserved, so it is no account's. */
function holdsNothing({ isUnconfirmed, isUnfinishedSignUp }: PoolUser): boolean {
  return isUnconfirmed || isUnfinishedSignUp;
}

/**
 * Opens the account. It takes the password as well: otherwise somebody who signs up under another's name and address,
 * with a password of his own, would have the other one confirm it. Sent again, it answers the same, and finishes what
 * died between pool and table.
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
  // By another account, or by the same request that was sent twice.
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
