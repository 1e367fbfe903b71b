import { after, type Instant, MICROSECONDS } from '../domain/instant';
import { fromReportItem, progressKey, reportKey } from '../storage/items/audit';
import { getItems } from '../storage/table/read';
import type { Store } from '../storage/table/store';

/** An audit starts at 03:00 UTC, when traffic is lowest. */
const BEGINS = 3 * MICROSECONDS.hour;

/** Whether an audit is unfinished, or none has started since the last scheduled start. */
export async function isAuditDue(store: Store): Promise<boolean> {
  const items = await getItems(store, [progressKey, reportKey]);
  if (items.some(({ SK }) => SK === progressKey.SK)) return true;
  const report = items.find(({ SK }) => SK === reportKey.SK);
  return report === undefined || fromReportItem(report).startedAt < lastBeginning(store.now());
}

function lastBeginning(now: Instant): Instant {
  return after(now, -((now - BEGINS) % MICROSECONDS.day));
}
