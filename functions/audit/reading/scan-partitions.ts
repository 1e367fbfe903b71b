import { STOCKS, USERS } from '../../storage/items/keys';
import { getItem, type Key, type QueryPage, queryTable, type RawItem } from '../../storage/table/read';
import type { Store } from '../../storage/table/store';
import type { AuditContext } from '../context/audit-context';
import { type Segment, scanPage } from './scan';

/** A position in a segment: everything up to `behind` has been scanned. */
export interface Position {
  readonly behind?: Key | undefined;
  /** An item before that position that is never deleted. */
  readonly anchor?: Key | undefined;
}

/** The part of one partition that a page of the scan holds. */
export interface ScannedPartition {
  readonly name: string;
  readonly items: readonly RawItem[];
  /** Whether this user or stock was met, and so checked as a whole, earlier in the scan. */
  readonly isMet: boolean;
  /** Where the scan continues once this partition is done. */
  readonly end: Position;
}

/**
 * Scans a segment partition by partition. Users and stocks are checked as a whole by separate queries when their first
 * item appears, so the scan skips to their end and reads at most a page of each.
 */
export async function* scanPartitions(
  { store, limits, findings }: AuditContext,
  segment: Segment,
  from: Position,
): AsyncGenerator<ScannedPartition, void> {
  let position = from;
  let timesLost = 0;
  for (;;) {
    const page = await scanPage(store, segment, limits.itemsPerPage, position.behind);
    if (await isLost(store, page, position)) {
      if (++timesLost > limits.attempts) {
        findings.leaveUndecided(`Segment ${segment.number} of ${segment.of} was not read to the end.`);
        return;
      }
      position = { ...position, behind: position.anchor };
      continue;
    }
    for (const { items, isLast } of partitionsOf(page.items)) {
      const partition = await located(store, items, position, isLast && page.next !== undefined);
      yield partition;
      position = partition.end;
    }
    if (!page.next) return;
    if (page.items.length === 0) position = { ...position, behind: keyOf(page.next) };
  }
}

/**
 * Whether a scan that found nothing may have lost its position: the embedded engine ends a segment if the item it
 * should continue after was deleted. The scan then goes back to its anchor.
 */
async function isLost(store: Store, page: QueryPage, { behind }: Position): Promise<boolean> {
  if (page.items.length > 0 || page.next || behind === undefined) return false;
  return (await getItem(store, behind)) === undefined;
}

function partitionsOf(items: readonly RawItem[]): { items: RawItem[]; isLast: boolean }[] {
  const partitions: RawItem[][] = [];
  for (const item of items) {
    const current = partitions.at(-1);
    if (current?.[0]?.PK === item.PK) current?.push(item);
    else partitions.push([item]);
  }
  return partitions.map((of, index) => ({ items: of, isLast: index === partitions.length - 1 }));
}

/** @param goesOn whether the partition may have more items after these */
async function located(
  store: Store,
  items: readonly RawItem[],
  { behind, anchor }: Position,
  goesOn: boolean,
): Promise<ScannedPartition> {
  const name = String(items[0]?.PK);
  if (!isCheckedWhole(name))
    return { name, items, isMet: false, end: { behind: keyOf(items.at(-1)), anchor } };
  const isMet = name === behind?.PK;
  const end = goesOn ? await lastKeyOf(store, name) : keyOf(items.at(-1));
  return { name, items, isMet, end: { behind: end, anchor: isMet ? anchor : keyOf(items[0]) } };
}

function isCheckedWhole(partition: string): boolean {
  return partition.startsWith(USERS) || partition.startsWith(STOCKS);
}

async function lastKeyOf(store: Store, partition: string): Promise<Key | undefined> {
  const { items } = await queryTable(store, { partition, newestFirst: true, limit: 1 });
  return keyOf(items[0]);
}

function keyOf(item: RawItem | undefined): Key | undefined {
  return item && { PK: String(item.PK), SK: String(item.SK) };
}
