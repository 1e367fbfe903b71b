import type { AuditReport } from '../../domain/promises';
import { fromReportItem, reportKey } from '../items/audit';
import { getItem } from '../table/read';
import type { Store } from '../table/store';

/** @returns the report of the last finished audit */
export async function readAuditReport(store: Store): Promise<AuditReport | undefined> {
  const item = await getItem(store, reportKey);
  return item && fromReportItem(item);
}
