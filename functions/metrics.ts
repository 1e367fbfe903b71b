import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRICS, type MetricName } from './contract/metrics';

const metrics = new Metrics();

/** Records a figure of the current invocation. CloudWatch extracts it from the log, so it costs no call. */
export function recordMetric(name: MetricName, value = 1): void {
  metrics.addMetric(name, METRICS[name], value);
}

/** Writes the recorded figures to the log, at the end of an invocation. */
export function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
