import { auditReportAnswer } from '../contract/audit-report';
import { readAuditReport } from '../storage/queries/read-audit-report';
import { HttpProblem } from './edge/problem';
import { serve } from './edge/serve';

export const handler = serve('get-audit', async ({ store }) => {
  const report = await readAuditReport(store);
  if (!report) throw new HttpProblem('audit_not_found');
  return auditReportAnswer(report);
});
