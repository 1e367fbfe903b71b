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

/** What calls a person: a figure, the limit it must not cross, and what the person should know and do. */
export interface AlarmRule {
  metric: IMetric;
  /** In a sentence or two; docs/operations.md has more under the name of the alarm. */
  runbook: string;
  threshold: number;
  comparison: ComparisonOperator;
  /** How many periods in a row have to cross it. */
  periods: number;
  whenMissing: TreatMissingData;
}

export type AlarmRules = Record<string, AlarmRule>;

export const period = Duration.minutes(5);

/** For what counts trouble: no figure means no trouble. */
export const above = (threshold: number, periods = 1) => ({
  threshold,
  comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
  periods,
  whenMissing: TreatMissingData.NOT_BREACHING,
});

/** For what counts signs of life: no figure means no life. */
export const missing = (periods: number) => ({
  threshold: 1,
  comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
  periods,
  whenMissing: TreatMissingData.BREACHING,
});

/** A figure that a function emits itself, under the name of its service. */
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

/** The sum of figures, where each of them may be missing: `+` would then be missing as a whole. */
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
