import { GraphWidget, type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../../functions/contract/metrics';
import { ownMetric, period } from '../alarms/alarm-rule';
import { type Observed, observedFunction } from '../alarms/observed';
import type { Configuration } from '../configuration';
import { matcher } from '../functions';
import { metricsNamespace } from './function-defaults';

/** Throughput, latency and contention. */
export function throughputGraphs(configuration: Configuration, observed: Observed): GraphWidget[] {
  const { api, table } = observed;
  const ofMatcher = (name: MetricName, statistic = 'Sum') =>
    ownMetric(configuration, matcher, name, statistic);
  return [
    graph('requests', [api.stage.metricCount({ period, statistic: 'Sum' })]),
    graph('request-latency', [api.stage.metricLatency({ period, statistic: 'p99' })]),
    graph('ticks-and-fills', [ofMatcher('Ticks'), ofMatcher('Fills')]),
    graph('late-and-repeated-ticks', [
      ofMatcher('LateTicks'),
      ofMatcher('TooLateTicks'),
      ofMatcher('Duplicates'),
    ]),
    graph('tick-to-commit', [ofMatcher('Lag', 'p50'), ofMatcher('Lag', 'p99')]),
    graph('matcher-duration', [
      observedFunction(observed, matcher).metricDuration({ period, statistic: 'p99' }),
    ]),
    graph('conflicts', [ofEveryFunction(configuration, 'Conflicts')]),
    graph('retries', [ofEveryFunction(configuration, 'Retries')]),
    graph('write-units', [table.table.metricConsumedWriteCapacityUnits({ period })]),
  ];
}

/** Any function may run into another writer; a search finds those that did. */
function ofEveryFunction(configuration: Configuration, name: MetricName): MathExpression {
  const where = `{"${metricsNamespace(configuration)}",service} MetricName="${name}"`;
  return new MathExpression({
    expression: `SEARCH('${where}', 'Sum', ${period.toSeconds()})`,
    label: name,
    period,
  });
}

export function graph(title: string, left: IMetric[], limit?: number): GraphWidget {
  const leftAnnotations = limit === undefined ? [] : [{ value: limit, label: 'alarm' }];
  return new GraphWidget({ title, left, leftAnnotations, width: 8 });
}
