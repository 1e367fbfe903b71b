import { after, type Instant, MICROSECONDS } from '../domain/instant';
import { fromReportItem, placeKey, reportKey } from '../storage/items/audit';
import { getItems } from '../storage/table/read';
import type { Store } from '../storage/table/store';

/** An audit begins at three in the morning, UTC, when least is going on. */
const BEGINS = 3 * MICROSECONDS.hour;

/** Whether there is one to go on with, or none has begun since it was last time for it. */
export async function isAuditDue(store: Store): Promise<boolean> {
  const items = await getItems(store, [placeKey, reportKey]);
  if (items.some(({ SK }) => SK === placeKey.SK)) return true;
  const report = items.find(({ SK }) => SK === reportKey.SK);
  return report === undefined || fromReportItem(report).startedAt < lastBeginning(store.now());
}

function lastBeginning(now: Instant): Instant {
  return after(now, -((now - BEGINS) % MICROSECONDS.day));
}
