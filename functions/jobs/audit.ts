import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { isAuditDue } from '../audit/is-audit-due';
import { runAudit } from '../audit/run-audit';
import { type AuditReportAnswer, auditReportAnswer } from '../contract/operations/audit-report';
import { store } from '../environment';
import { logger } from '../logger';
import { publishMetrics, recordMetric } from '../metrics';

/** How much of the timeout is kept for finishing the partition in progress, and then for saving the position. */
const STOPPING_MS = 60_000;
const SAVING_MS = 15_000;

/** From the schedule, or from a person who may want a result before the timeout, or a fresh start. */
const AuditEvent = z.object({
  time_budget_seconds: z.number().positive().default(Number.POSITIVE_INFINITY),
  start_over: z.boolean().default(false),
  /** Set by the schedule, four times an hour, so an audit that needs many runs continues until it is done. */
  if_due: z.boolean().default(false),
});

/**
 * Checks the system's promises for as long as a run may take. Every violation is logged, and their number is the
 * metric that the alarm watches.
 * @returns the report, or undefined if no audit was due
 */
export async function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<AuditReportAnswer | undefined> {
  const { time_budget_seconds, start_over, if_due } = AuditEvent.parse(event);
  if (if_due && !(await isAuditDue(store()))) return undefined;
  const stopAtMs = Date.now() + time_budget_seconds * 1_000;
  const report = await runAudit(store(), {
    startOver: start_over,
    isTimeUp: () => Date.now() >= stopAtMs || context.getRemainingTimeInMillis() < STOPPING_MS,
    mustStop: () => context.getRemainingTimeInMillis() < SAVING_MS,
    onViolation: (violation) => logger.error('a promise is broken', { violation }),
  });
  recordMetric('AuditViolations', report.violationCount);
  if (report.finishedAt !== undefined) recordMetric('AuditsFinished');
  publishMetrics();
  const { violations, ...answer } = auditReportAnswer(report);
  logger.info('audited', answer);
  return { ...answer, violations };
}
