import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { isAuditDue } from '../audit/is-audit-due';
import { runAudit } from '../audit/run-audit';
import { type AuditReportAnswer, auditReportAnswer } from '../contract/audit-report';
import { store } from '../environment';
import { logger } from '../logger';
import { note, publishMetrics } from '../metrics';

/** How much of the time-out is left for finishing what is being checked, and then for saving the place. */
const STOPPING_MS = 60_000;
const SAVING_MS = 15_000;

/** The clock's, or a person's, who may want the result sooner than the time-out, and from the beginning. */
const AuditEvent = z.object({
  time_budget_seconds: z.number().positive().default(Number.POSITIVE_INFINITY),
  start_over: z.boolean().default(false),
  /** Asked by the clock four times an hour: so an audit that takes many runs goes on until it is done. */
  if_due: z.boolean().default(false),
});

/**
 * Checks the promises of the system, for as long as a run may take. Every violation is logged, and their number is
 * the metric that the alarm looks at.
 * @returns the report, or nothing where none was due
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
  note('AuditViolations', report.violationCount);
  if (report.finishedAt !== undefined) note('AuditsFinished');
  publishMetrics();
  const { violations, ...answer } = auditReportAnswer(report);
  logger.info('audited', answer);
  return { ...answer, violations };
}
