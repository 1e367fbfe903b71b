import { Duration } from 'aws-cdk-lib';
import type { Configuration } from '../configuration';
import { type AlarmRules, above, missing, ownMetric, period, sumOf } from './alarm-rule';
import { type Observed, observedFunction } from './observed';

/** An audit begins every day, and a large table may take it most of one. */
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
      // A passing fault is mended by the next run, a minute later.
      ...above(0, 3),
      runbook:
        'Expired orders stay open for a quarter of an hour, with what they hold. Its log names each order and why.',
    },
    'expiry-overdue': {
      metric: expireOrders.metricInvocations({ period }),
      ...missing(2),
      runbook:
        'Expired orders have not been looked for in ten minutes: look at the schedule and at throttles.',
    },
    'audit-errors': {
      metric: audit.metricErrors({ period }),
      ...above(0),
      runbook:
        'A run of the audit threw. The next one, within a quarter of an hour, goes on from the same place.',
    },
    'audit-violations': {
      // The audit runs once a day; a day-long period keeps the alarm up until the next run clears it.
      metric: ownMetric(configuration, 'audit', 'AuditViolations', 'Maximum', Duration.days(1)),
      ...above(0),
      runbook: 'A promise about money or shares is broken. Stop the feed, read the report of GET /api/audit.',
    },
    'audit-overdue': {
      metric: ownMetric(configuration, 'audit', 'AuditsFinished', 'Sum', Duration.hours(1)),
      ...missing(AUDIT_HOURS),
      runbook: 'No audit has come to its end for two days. Its log says how far it is, and what keeps it.',
    },
  };
}
