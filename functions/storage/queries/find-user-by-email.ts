import type { Account } from '../../domain/account';
import { claimKey, fromClaimItem } from '../items/claim';
import { getItem } from '../table/read';
import type { Store } from '../table/store';
import { readAccount } from './read-account';

/** The account that an email address belongs to, ignoring case; the address's claim names its user. */
export async function findUserByEmail(store: Store, email: string): Promise<Account | undefined> {
  const item = await getItem(store, claimKey('email', email));
  const userId = item && fromClaimItem(item).userId;
  return userId && (await readAccount(store, userId));
}
