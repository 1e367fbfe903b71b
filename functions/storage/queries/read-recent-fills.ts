import type { StockId, UserId } from '../../domain/ids';
import type { LedgerEntry } from '../../domain/ledger';
import { accountKey, fromAccountItem } from '../items/account';
import { fillsOf, fromLedgerItem } from '../items/ledger-entry';
import { getItems, queryIndex } from '../read';
import type { Store } from '../store';

/** The latest fills of a stock, newest first. */
export async function readRecentFills(store: Store, stockId: StockId, limit: number): Promise<LedgerEntry[]> {
  const { items } = await queryIndex(store, { partition: fillsOf(stockId), newestFirst: true, limit });
  return items.map(fromLedgerItem);
}

export async function readUsernames(store: Store, userIds: readonly UserId[]): Promise<Map<UserId, string>> {
  const accounts = (await getItems(store, [...new Set(userIds)].map(accountKey))).map(fromAccountItem);
  return new Map(accounts.map(({ userId, username }) => [userId, username]));
}
