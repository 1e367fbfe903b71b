import type { StockId } from '../../domain/ids';
import type { LedgerEntry } from '../../domain/ledger';
import { ALL_TIME, type TimeRange } from '../../domain/range';
import { fillsWithin, fromLedgerItem } from '../items/ledger-entry';
import { queryIndex } from '../table/read';
import type { Store } from '../table/store';

/** A stock's latest fills in a range, newest first. */
export async function readRecentFills(
  store: Store,
  stockId: StockId,
  limit: number,
  range: TimeRange = ALL_TIME,
): Promise<LedgerEntry[]> {
  const stretch = fillsWithin(stockId, range);
  if (!stretch) return [];
  const { items } = await queryIndex(store, { ...stretch, newestFirst: true, limit });
  return items.map(fromLedgerItem);
}
