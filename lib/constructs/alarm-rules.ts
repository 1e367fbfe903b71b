import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { MetricName } from '../../functions/contract/metrics';
import type { Configuration } from '../configuration';
import type { JobName, matcher } from '../functions';
import type { Api } from './api';
import type { DeadLetters } from './dead-letters';
import { metricsNamespace } from './function-defaults';
import type { TradingTable } from './trading-table';

export interface Observed {
  table: TradingTable;
  deadLetters: DeadLetters;
  api: Api;
  matchTicks: LambdaFunction;
  publishEvents: LambdaFunction;
}

/** What calls a person: a figure, the limit it must not cross, and what the person should know and do. */
export interface AlarmRule {
  metric: IMetric;
  /** In a sentence or two; docs/operating/runbook.md has more under the name of the alarm. */
  runbook: string;
  threshold: number;
  comparison: ComparisonOperator;
  /** How many periods in a row have to cross it. */
  periods: number;
  whenMissing: TreatMissingData;
}

export const period = Duration.minutes(5);

// All of these count trouble: no figure means no trouble.
const above = (threshold: number, periods = 1) => ({
  threshold,
  comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
  periods,
  whenMissing: TreatMissingData.NOT_BREACHING,
});

/** An alarm is here only when there is something to do about it. */
export function alarmRules(configuration: Configuration, observed: Observed): Record<string, AlarmRule> {
  return { ...feedRules(configuration, observed), ...apiRules(observed), ...auditRules(configuration) };
}

function feedRules(
  configuration: Configuration,
  { deadLetters, matchTicks, publishEvents }: Observed,
): Record<string, AlarmRule> {
  return {
    'dead-letters': {
      metric: deadLetters.queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      ...above(0),
      runbook:
        'Messages were given up. Each carries its reason: read them, mend the publisher or the code, redrive.',
    },
    'matcher-errors': {
      metric: matchTicks.metricErrors({ period }),
      ...above(0),
      runbook: 'The matcher threw. Lambda repeats it; look in its log before the message is given up.',
    },
    'matcher-throttles': {
      metric: matchTicks.metricThrottles({ period }),
      ...above(0),
      runbook:
        'Ticks wait for a free execution of the matcher: raise the concurrency quota or send larger batches.',
    },
    'matcher-age': {
      metric: waitingMs(matchTicks, configuration.ingest === 'kinesis' ? 'IteratorAge' : 'AsyncEventAge'),
      ...above(60_000),
      runbook:
        'Ticks wait longer than a minute for the matcher: look for its errors and throttles, then at the feed.',
    },
    lag: {
      metric: ownMetric(configuration, 'match-ticks', 'Lag', 'p99'),
      ...above(10_000, 3),
      runbook:
        'Orders meet prices that are over ten seconds old. Compare with matcher-age: the matcher or the publisher.',
    },
    'publisher-age': {
      metric: waitingMs(publishEvents, 'IteratorAge'),
      ...above(60_000),
      runbook:
        'Events of orders and quotes go out over a minute late. Trading goes on; look in the log of publish-events.',
    },
  };
}

function apiRules({ api, table }: Observed): Record<string, AlarmRule> {
  return {
    'api-server-errors': {
      // Each request adds a 0 or a 1, so the average is the rate.
      metric: api.stage.metricServerError({ period, statistic: 'Average' }),
      ...above(0.01),
      runbook:
        'One request in a hundred is answered 5xx. Find a request id in the access log, then its function log.',
    },
    'table-write-throttles': {
      metric: tableThrottles(table, 'WriteThrottleEvents'),
      ...above(10),
      runbook:
        'The table refuses more writes than retries absorb: look for one stock or account that takes them all.',
    },
    'table-read-throttles': {
      metric: tableThrottles(table, 'ReadThrottleEvents'),
      ...above(10),
      runbook:
        'The table refuses more reads than retries absorb: look for one stock or account that takes them all.',
    },
  };
}

function auditRules(configuration: Configuration): Record<string, AlarmRule> {
  return {
    'audit-violations': {
      // The audit runs once a day; a day-long period keeps the alarm up until the next run clears it.
      metric: ownMetric(configuration, 'audit', 'AuditViolations', 'Maximum', Duration.days(1)),
      ...above(0),
      runbook:
        'A promise about money or shares does not hold. Stop the feed, read the report of GET /api/audit.',
    },
    'audit-overdue': {
      // Each run emits its figure, mostly zero, so it is the number of figures that tells of runs.
      metric: ownMetric(configuration, 'audit', 'AuditViolations', 'SampleCount', Duration.hours(1)),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      periods: 26,
      whenMissing: TreatMissingData.BREACHING,
      runbook: 'The audit has not run for 26 hours. Look in its log, then invoke it by hand.',
    },
  };
}

/** A figure that a function emits itself, under the name of its service. */
export function ownMetric(
  configuration: Configuration,
  service: typeof matcher | JobName,
  metricName: MetricName,
  statistic: string,
  over = period,
): Metric {
  return new Metric({
    namespace: metricsNamespace(configuration),
    metricName,
    dimensionsMap: { service },
    statistic,
    period: over,
  });
}

function waitingMs(fn: LambdaFunction, metricName: 'AsyncEventAge' | 'IteratorAge'): Metric {
  return fn.metric(metricName, { period, statistic: 'Maximum' });
}

function tableThrottles({ table }: TradingTable, metricName: string): Metric {
  return table.metric(metricName, { period, statistic: 'Sum' });
}
