import { Duration } from 'aws-cdk-lib';
import type { Configuration } from '../configuration';
import { type AlarmRules, above, missing, ownMetric, period, sumOf } from './alarm-rule';
import { type Observed, observedFunction } from './observed';

/** An audit starts every day, and may take most of one on a large table. */
const AUDIT_HOURS = 48;

export function jobRules(configuration: Configuration, observed: Observed): AlarmRules {
  const expireOrders = observedFunction(observed, 'expire-orders');
  const audit = observedFunction(observed, 'audit');
  return {
    'expiry-errors': {
      metric: sumOf('runs and orders that failed', {
        runs: expireOrders.metricErrors({ period }),
        orders: ownMetric(configuration, 'expire-orders', 'ExpiryFailures', 'Sum'),
      }),
      // The next run, a minute later, recovers from a transient failure.
      ...above(0, 3),
      runbook:
        'Expired orders have stayed open, with their holds, for 15 minutes. The log names each order and the cause.',
    },
    'expiry-overdue': {
      metric: expireOrders.metricInvocations({ period }),
      ...missing(2),
      runbook: 'The expiry job has not run for ten minutes: check its schedule and throttles.',
    },
    'audit-errors': {
      metric: audit.metricErrors({ period }),
      ...above(0),
      runbook: 'An audit run threw. The next one, within 15 minutes, resumes from the same position.',
    },
    'audit-violations': {
      // The audit runs once a day; a day-long period keeps the alarm on until the next one clears it.
      metric: ownMetric(configuration, 'audit', 'AuditViolations', 'Maximum', Duration.days(1)),
      ...above(0),
      runbook:
        'A promise about money or shares is broken. Stop the feed and read the report at GET /api/audit.',
    },
    'audit-overdue': {
      metric: ownMetric(configuration, 'audit', 'AuditsFinished', 'Sum', Duration.hours(1)),
      ...missing(AUDIT_HOURS),
      runbook: 'No audit has finished for two days. Its log says how far it is and what is holding it up.',
    },
  };
}
