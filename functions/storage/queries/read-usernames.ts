import type { UserId } from '../../domain/ids';
import { accountKey, fromAccountItem } from '../items/account';
import { getItems } from '../table/read';
import type { Store } from '../table/store';

export async function readUsernames(store: Store, userIds: readonly UserId[]): Promise<Map<UserId, string>> {
  const accounts = (await getItems(store, userIds.map(accountKey))).map(fromAccountItem);
  return new Map(accounts.map(({ userId, username }) => [userId, username]));
}
