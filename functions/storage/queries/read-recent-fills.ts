import { encodeTime } from 'ulid';
import type { StockId, UserId } from '../../domain/ids';
import { MICROSECONDS } from '../../domain/instant';
import type { LedgerEntry } from '../../domain/ledger';
import { ALL_TIME, type TimeRange } from '../../domain/range';
import { accountKey, fromAccountItem } from '../items/account';
import { fillsOf, fromLedgerItem } from '../items/ledger-entry';
import { getItems, queryIndex } from '../table/read';
import type { Store } from '../table/store';

const BEHIND_ALL_DIGITS = '~';

/**
 * The latest fills of a stock that were made in a range, newest first. They sort by their ids, whose time is this
 * system's own in milliseconds.
 */
export async function readRecentFills(
  store: Store,
  stockId: StockId,
  limit: number,
  { from, to }: TimeRange = ALL_TIME,
): Promise<LedgerEntry[]> {
  const first = Math.ceil(from / MICROSECONDS.millisecond);
  const last = Math.floor(to / MICROSECONDS.millisecond);
  if (first > last) return [];
  const { items } = await queryIndex(store, {
    partition: fillsOf(stockId),
    from: encodeTime(first),
    to: `${encodeTime(last)}${BEHIND_ALL_DIGITS}`,
    newestFirst: true,
    limit,
  });
  return items.map(fromLedgerItem);
}

export async function readUsernames(store: Store, userIds: readonly UserId[]): Promise<Map<UserId, string>> {
  const accounts = (await getItems(store, [...new Set(userIds)].map(accountKey))).map(fromAccountItem);
  return new Map(accounts.map(({ userId, username }) => [userId, username]));
}
