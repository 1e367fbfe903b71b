import type { StockId, UserId } from '../domain/ids';
import type { SegmentProgress } from '../storage/items/audit';
import { BOOKS, STOCKS, USERS } from '../storage/items/keys';
import { StoreUnavailable } from '../storage/table/retry';
import { auditEntries } from './audit-book';
import { auditFills } from './audit-fills';
import { auditUser } from './audit-user';
import { type AuditContext, OutOfTime } from './context/audit-context';
import type { KnownStocks } from './reading/known-stocks';
import type { Segment } from './reading/scan';
import { type Position, type ScannedPartition, scanPartitions } from './reading/scan-partitions';

/**
 * Checks one segment of the table, partition by partition.
 *
 * @returns how far it got before `isTimeUp`, which is asked after each partition, so every run makes progress
 * @throws StoreUnavailable when it got nowhere
 */
export async function walkSegment(
  context: AuditContext,
  stocks: KnownStocks,
  segment: Segment,
  from: SegmentProgress,
  isTimeUp: () => boolean,
): Promise<SegmentProgress> {
  if (from.isDone) return from;
  let checked: Position | undefined;
  for await (const partition of scanPartitions(context, segment, from)) {
    const stop = await auditPartition(context, stocks, partition);
    // The next run retries the partition that this one left unfinished.
    if (stop && checked) return { isDone: false, ...checked };
    if (stop) return givenUp(context, partition, from, stop);
    checked = partition.end;
    if (isTimeUp()) return { isDone: false, ...checked };
  }
  return { isDone: true };
}

/** The partition had a whole run's time and would get no more next time. */
function givenUp(
  { findings }: AuditContext,
  { name, end }: ScannedPartition,
  { anchor }: Position,
  stop: OutOfTime | StoreUnavailable,
): SegmentProgress {
  if (stop instanceof StoreUnavailable) throw stop;
  findings.leaveUndecided(`${name} takes longer than a run is allowed.`);
  return { isDone: false, behind: end.behind, anchor };
}

/** @returns what stopped it, or undefined if the partition was checked to the end */
async function auditPartition(
  context: AuditContext,
  stocks: KnownStocks,
  { name, items, isMet }: ScannedPartition,
): Promise<OutOfTime | StoreUnavailable | undefined> {
  if (isMet) return undefined;
  try {
    if (name.startsWith(USERS)) await auditUser(context, stocks, name.slice(USERS.length) as UserId);
    else if (name.startsWith(STOCKS)) await auditFills(context, name.slice(STOCKS.length) as StockId);
    else if (name.startsWith(BOOKS)) await auditEntries(context, stocks, items);
    else context.findings.count('items', items.length);
    return undefined;
  } catch (error) {
    if (error instanceof OutOfTime || error instanceof StoreUnavailable) return error;
    throw error;
  }
}
