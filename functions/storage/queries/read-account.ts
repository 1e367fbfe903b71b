import type { Account } from '../../domain/account';
import type { UserId } from '../../domain/ids';
import { accountKey, fromAccountItem } from '../items/account';
import { getItem } from '../table/read';
import type { Store } from '../table/store';

export async function readAccount(store: Store, userId: UserId): Promise<Account | undefined> {
  const item = await getItem(store, accountKey(userId));
  return item && fromAccountItem(item);
}
