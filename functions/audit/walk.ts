import type { StockId, UserId } from '../domain/ids';
import { userPartition } from '../storage/items/account';
import type { SegmentPlace } from '../storage/items/audit';
import { stockPartition } from '../storage/items/stock';
import { getItem, type Key, queryTable, type RawItem } from '../storage/table/read';
import { StoreUnavailable } from '../storage/table/retry';
import type { Store } from '../storage/table/store';
import { auditEntries } from './audit-book';
import { auditFills } from './audit-fills';
import { auditUser } from './audit-user';
import type { KnownStocks } from './known-stocks';
import { type AuditContext, OutOfTime } from './limits';
import { type Segment, scanPage } from './scan';

const USERS = userPartition('' as UserId);
const STOCKS = stockPartition('' as StockId);
const BOOKS = 'BOOK#';

/**
 * Walks one segment of the table. A scan brings the partitions one after the other; users and stocks are checked as
 * a whole, by queries of their own, and the scan then goes on at their end, so that it reads no more than a page of
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
  if (from.isDone) return from;
  let { behind, anchor } = from;
  let [steps, lost] = [0, 0];
  for (;;) {
    const page = await scanPage(store, segment, limits.itemsPerPage, behind);
    if (page.items.length === 0 && !page.next && (await isGone(store, behind))) {
      if (++lost > limits.attempts) {
        findings.leaveUnsettled(`Segment ${segment.number} of ${segment.of} was not read to its end.`);
        return { isDone: true };
      }
      behind = anchor;
      continue;
    }
    const partitions = partitionsOf(page.items);
    for (const [index, { partition, first, items }] of partitions.entries()) {
      const isSplit = page.next !== undefined && index === partitions.length - 1;
      const end = isSplit && isChecked(partition) ? await lastKeyOf(store, partition) : keyOf(items.at(-1));
      const isNew = !isChecked(partition) || partition !== behind?.PK;
      try {
        if (isNew) await auditPartition(context, stocks, partition, items);
      } catch (error) {
        if (!(error instanceof OutOfTime || error instanceof StoreUnavailable)) throw error;
        // The next run tries again what this one began.
        if (steps > 0) return { isDone: false, behind, anchor };
        if (error instanceof StoreUnavailable) throw error;
        // It had all the time there is, and would have no more the next time.
        findings.leaveUnsettled(`${partition} takes longer than a run may.`);
        return { isDone: false, behind: end, anchor };
      }
      behind = end;
      if (isNew && isChecked(partition)) anchor = keyOf(first);
      steps++;
      if (isTimeUp()) return { isDone: false, behind, anchor };
    }
    if (!page.next) return { isDone: true };
    if (page.items.length === 0) behind = keyOf(page.next);
  }
}

/**
 * Whether a scan that found nothing may have lost its way: the embedded engine ends a segment when the item that
 * it should go on behind was deleted. Then the walk goes back to its anchor, an item that is never deleted.
 */
async function isGone(store: Store, behind: Key | undefined): Promise<boolean> {
  return behind !== undefined && (await getItem(store, behind)) === undefined;
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

/** As a whole, when its first item comes. */
function isChecked(partition: string): boolean {
  return partition.startsWith(USERS) || partition.startsWith(STOCKS);
}

interface ScannedPartition {
  readonly partition: string;
  readonly first: RawItem;
  readonly items: RawItem[];
}

function partitionsOf(items: readonly RawItem[]): ScannedPartition[] {
  const partitions: ScannedPartition[] = [];
  for (const item of items) {
    const partition = String(item.PK);
    const current = partitions.at(-1);
    if (current?.partition === partition) current.items.push(item);
    else partitions.push({ partition, first: item, items: [item] });
  }
  return partitions;
}

async function lastKeyOf(store: Store, partition: string): Promise<Key | undefined> {
  const { items } = await queryTable(store, { partition, newestFirst: true, limit: 1 });
  return keyOf(items[0]);
}

function keyOf(item: RawItem | undefined): Key | undefined {
  return item && { PK: String(item.PK), SK: String(item.SK) };
}
