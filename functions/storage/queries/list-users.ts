import type { Account } from '../../domain/account';
import { accountKey, fromAccountItem, userIdOfKey } from '../items/account';
import { USERS_LIST } from '../items/keys';
import { type ListResult, listIndex, type PageRequest } from '../table/list';
import { getItems } from '../table/read';
import type { Store } from '../table/store';
import { accountByNow } from './read-due-holds';

/** Users by name. The index only lists them; balances are read from the accounts themselves. */
export async function listUsers(
  store: Store,
  { prefix }: { prefix?: string | undefined },
  page: PageRequest,
): Promise<ListResult<Account>> {
  const stretch = { partition: USERS_LIST, prefix: prefix?.toLowerCase() };
  return await listIndex(store, stretch, page, async (items) => {
    const userIds = items.map(userIdOfKey);
    const accounts = (await getItems(store, userIds.map(accountKey))).map(fromAccountItem);
    const found = userIds.flatMap((userId) => accounts.find((account) => account.userId === userId) ?? []);
    return await Promise.all(found.map((account) => accountByNow(store, account)));
  });
}
