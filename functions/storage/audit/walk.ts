import type { StockId, UserId } from '../../domain/ids';
import { userPartition } from '../items/account';
import type { SegmentPlace } from '../items/audit';
import { stockPartition } from '../items/stock';
import type { Key, RawItem } from '../read';
import { StoreUnavailable } from '../retry';
import { auditEntries } from './audit-book';
import { auditFills } from './audit-fills';
import { auditUser } from './audit-user';
import type { KnownStocks } from './known-stocks';
import { type AuditContext, OutOfTime } from './limits';
import { type Segment, scanPage } from './scan';

/** Behind every sort key: a scan that goes on from here has left the partition. */
const BEHIND_ALL = '\uffff';

const USERS = userPartition('' as UserId);
const STOCKS = stockPartition('' as StockId);
const BOOKS = 'BOOK#';

/**
 * Walks one segment of the table. A scan brings the partitions one after the other; users and stocks are checked as
 * a whole, by queries of their own, and the scan then goes on behind them, so that it reads no more than a page of
 * each. Entries of the book are checked as they come.
 *
 * @returns how far it came before `isTimeUp`, which is asked after each step: every run gets on
 */
export async function walkSegment(
  context: AuditContext,
  stocks: KnownStocks,
  segment: Segment,
  from: SegmentPlace,
  isTimeUp: () => boolean,
): Promise<SegmentPlace> {
  const { store, limits, findings } = context;
  let { behind } = from;
  let steps = 0;
  if (from.isDone) return from;
  for (;;) {
    const page = await scanPage(store, segment, limits.itemsPerPage, behind);
    for (const [partition, items] of partitionsOf(page.items)) {
      const end = wholePartition(partition) ? { PK: partition, SK: BEHIND_ALL } : lastKey(items);
      try {
        await auditPartition(context, stocks, partition, items);
      } catch (error) {
        if (!(error instanceof OutOfTime || error instanceof StoreUnavailable)) throw error;
        // The next run tries again what this one began.
        if (steps > 0) return { isDone: false, behind };
        if (error instanceof StoreUnavailable) throw error;
        // It had all the time there is, and would have no more the next time.
        findings.leaveUnsettled(`${partition} takes longer than a run may.`);
        return { isDone: false, behind: end };
      }
      behind = end;
      steps++;
      if (isTimeUp()) return { isDone: false, behind };
    }
    if (!page.next) return { isDone: true };
    if (page.items.length === 0) behind = keyOf(page.next);
  }
}

async function auditPartition(
  context: AuditContext,
  stocks: KnownStocks,
  partition: string,
  items: readonly RawItem[],
): Promise<void> {
  if (partition.startsWith(USERS)) {
    await auditUser(context, stocks, partition.slice(USERS.length) as UserId);
  } else if (partition.startsWith(STOCKS)) {
    await auditFills(context, partition.slice(STOCKS.length) as StockId);
  } else if (partition.startsWith(BOOKS)) {
    await auditEntries(context, stocks, items);
  } else {
    context.findings.count('items', items.length);
  }
}

function wholePartition(partition: string): boolean {
  return partition.startsWith(USERS) || partition.startsWith(STOCKS);
}

function partitionsOf(items: readonly RawItem[]): Map<string, RawItem[]> {
  const partitions = new Map<string, RawItem[]>();
  for (const item of items) {
    const partition = String(item.PK);
    const others = partitions.get(partition);
    if (others) others.push(item);
    else partitions.set(partition, [item]);
  }
  return partitions;
}

function lastKey(items: readonly RawItem[]): Key | undefined {
  const last = items.at(-1);
  return last && keyOf(last);
}

function keyOf({ PK, SK }: RawItem): Key {
  return { PK: String(PK), SK: String(SK) };
}
