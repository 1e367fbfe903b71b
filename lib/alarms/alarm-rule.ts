import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { MetricName } from '../../functions/contract/metrics';
import type { Configuration } from '../configuration';
import { metricsNamespace } from '../constructs/function-defaults';
import type { FunctionName } from '../functions';

/** What alerts a person: a metric, its limit, and what the person should know and do. */
export interface AlarmRule {
  metric: IMetric;
  /** One or two sentences; docs/operating/runbook.md has more under the alarm's name. */
  runbook: string;
  threshold: number;
  comparison: ComparisonOperator;
  /** How many consecutive periods must cross it. */
  periods: number;
  whenMissing: TreatMissingData;
}

export type AlarmRules = Record<string, AlarmRule>;

export const period = Duration.minutes(5);

/** For metrics that count trouble: no data means no trouble. */
export const above = (threshold: number, periods = 1) => ({
  threshold,
  comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
  periods,
  whenMissing: TreatMissingData.NOT_BREACHING,
});

/** For metrics that count signs of life: no data means no life. */
export const missing = (periods: number) => ({
  threshold: 1,
  comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
  periods,
  whenMissing: TreatMissingData.BREACHING,
});

/** A custom metric that a function emits itself, under its service name. */
export function ownMetric(
  configuration: Configuration,
  service: FunctionName,
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

/** The sum of metrics that may each lack data: with `+`, the whole sum would then have none. */
export function sumOf(label: string, figures: Record<string, IMetric>, over = period): MathExpression {
  const names = Object.keys(figures);
  return new MathExpression({
    expression: `SUM([${names.join(', ')}])`,
    usingMetrics: figures,
    label,
    period: over,
  });
}

export function waitingMs(fn: LambdaFunction, metricName: 'AsyncEventAge' | 'IteratorAge'): Metric {
  return fn.metric(metricName, { period, statistic: 'Maximum' });
}
