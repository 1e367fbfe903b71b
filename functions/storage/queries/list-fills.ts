import type { StockId } from '../../domain/ids';
import type { LedgerEntry } from '../../domain/ledger';
import type { TimeRange } from '../../domain/range';
import { fillsWithin, fromLedgerItem } from '../items/ledger-entry';
import { type ListResult, listIndex, type PageRequest } from '../table/list';
import type { Store } from '../table/store';

/** A stock's fills in a range, newest first. The index itself projects everything that is shown. */
export async function listFills(
  store: Store,
  stockId: StockId,
  range: TimeRange,
  page: PageRequest,
): Promise<ListResult<LedgerEntry>> {
  const stretch = fillsWithin(stockId, range);
  if (!stretch) return { results: [], next: null };
  return await listIndex(store, { ...stretch, newestFirst: true }, page, async (items) =>
    items.map(fromLedgerItem),
  );
}
