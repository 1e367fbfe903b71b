import type { AuditReport } from '../../domain/audit';
import { fromReportItem, reportKey } from '../items/audit';
import { getItem } from '../read';
import type { Store } from '../store';

/** @returns the report of the last audit that finished */
export async function readAuditReport(store: Store): Promise<AuditReport | undefined> {
  const item = await getItem(store, reportKey);
  return item && fromReportItem(item);
}
