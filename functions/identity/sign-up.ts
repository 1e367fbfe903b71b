import type { Account } from '../domain/account';
import { isRejection, type Rejection, reject } from '../domain/rejection';
import { readAccount } from '../storage/queries/read-account';
import type { Store } from '../storage/table/store';
import {
  endReservation,
  type Names,
  openAccount,
  releaseNames,
  reserveNames,
} from '../storage/transactions/open-account';
import { meetsPolicy } from './password-policy';
import type { UserPool } from './user-pool';

export interface NewUser extends Names {
  readonly password: string;
}

/**
 * Signs a user up in the user pool and opens the account, in steps that may be interrupted by a crash at any point:
 * reserve the names, create the user, open the account, and only then set the password. Until that last step nobody
 * can sign in, and a second attempt with the same names resumes the first.
 */
export async function signUp(store: Store, pool: UserPool, user: NewUser): Promise<Account | Rejection> {
  if (!meetsPolicy(user.password)) return reject('invalid_password');
  const names = { username: user.username, email: user.email };
  const reserved = await reserveNames(store, names);
  if (isRejection(reserved)) return reserved;
  if ('openedFor' in reserved) return await resume(store, pool, user);
  const created = await pool.createUser(user.username, user.email);
  if (isRejection(created) || !created.isUnfinishedSignUp) {
    await releaseNames(store, reserved);
    return isRejection(created) ? created : reject('username_taken');
  }
  const { userId } = created;
  const account = await openAccount(store, userId, reserved);
  const refused = await pool.setPassword(user.username, user.password);
  if (refused) await endReservation(store, reserved);
  return refused ?? account;
}

async function resume(store: Store, pool: UserPool, user: NewUser): Promise<Account | Rejection> {
  const found = await pool.findUser(user.username);
  // A user deleted from the pool keeps name and account, so nobody else gets what is in it.
  const account = found?.isUnfinishedSignUp ? await readAccount(store, found.userId) : undefined;
  if (!account) return reject('username_taken');
  return (await pool.setPassword(user.username, user.password)) ?? account;
}
