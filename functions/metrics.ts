import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRICS, type MetricName } from './contract/metrics';

const metrics = new Metrics();

/** Notes a figure of the invocation under way. CloudWatch reads it out of the log, so it costs no call. */
export function note(name: MetricName, value = 1): void {
  metrics.addMetric(name, METRICS[name], value);
}

/** Writes down what was noted, at the end of an invocation. */
export function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
