import { auditReportAnswer } from '../contract/operations/audit-report';
import { reject } from '../domain/rejection';
import { readAuditReport } from '../storage/queries/read-audit-report';
import { serve } from './edge/serve';

export const handler = serve('get-audit', async ({ store }) => {
  const report = await readAuditReport(store);
  return report ? auditReportAnswer(report) : reject('audit_not_found');
});
