// Whether a template's alarm would go off: its metric or expression over figures given minute by minute, then its
// threshold, its periods, and how it treats missing data.
import * as z from 'zod';
import { type Figure, metricMath } from './metric-math';

/** Figures by metric name, such as `Errors of audit`; a figure belongs to the minute in which it is written. */
export type Figures = Record<string, readonly { minute: number; value: number }[]>;

const Dimensions = z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]);
const Metric = z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions });
const Stat = z.object({ Metric, Period: z.number(), Stat: z.string() });

const Alarm = z.object({
  Threshold: z.number(),
  ComparisonOperator: z.enum(['GreaterThanThreshold', 'LessThanThreshold']),
  EvaluationPeriods: z.number(),
  TreatMissingData: z.enum(['breaching', 'notBreaching']),
  MetricName: z.string().optional(),
  Namespace: z.string().optional(),
  Dimensions,
  Period: z.number().optional(),
  Statistic: z.string().optional(),
  ExtendedStatistic: z.string().optional(),
  Metrics: z
    .array(
      z.object({
        Id: z.string(),
        Expression: z.string().optional(),
        MetricStat: Stat.optional(),
        ReturnData: z.boolean().default(true),
      }),
    )
    .optional(),
});
type Alarm = z.infer<typeof Alarm>;
type Stat = z.infer<typeof Stat>;

/** Names a metric so as to distinguish one function's, table's or rule's from another's. */
export type NameOf = (metric: { name: string; dimensions: Record<string, unknown> }) => string;

/** Whether it is in alarm at the end of the figures, which start at `start` and last for `minutes`. */
export function rings(
  properties: unknown,
  figures: Figures,
  time: { start: Date; minutes: number },
  nameOf: NameOf,
) {
  const alarm = Alarm.parse(properties);
  const { periodSeconds, valueAt } = sourceOf(alarm, figures, time.start, nameOf);
  const periods = Math.floor((time.minutes * 60) / periodSeconds);
  if (periods < alarm.EvaluationPeriods)
    throw new Error(`the alarm looks at ${alarm.EvaluationPeriods} periods`);
  const latest = Array.from({ length: alarm.EvaluationPeriods }, (_, index) => valueAt(periods - 1 - index));
  return latest.every((value) => isBreaching(alarm, value));
}

/** The names of the metrics that the alarm watches. */
export function metricsOf(properties: unknown, nameOf: NameOf): string[] {
  return statsOf(Alarm.parse(properties)).map(({ stat }) => named(stat, nameOf));
}

function isBreaching(alarm: Alarm, value: Figure): boolean {
  if (value === undefined) return alarm.TreatMissingData === 'breaching';
  return alarm.ComparisonOperator === 'GreaterThanThreshold'
    ? value > alarm.Threshold
    : value < alarm.Threshold;
}

function sourceOf(alarm: Alarm, figures: Figures, start: Date, nameOf: NameOf) {
  const stats = statsOf(alarm);
  const periodSeconds = stats[0]?.stat.Period ?? 0;
  const math = metricMath(alarm.Metrics?.find(({ ReturnData }) => ReturnData)?.Expression ?? 'only');
  const valueAt = (index: number): Figure => {
    const at = new Date(start.getTime() + index * periodSeconds * 1_000);
    const ofPeriod = stats.map(({ id, stat }) => [
      id,
      statistic(stat, figures[named(stat, nameOf)] ?? [], index),
    ]);
    return math({ at, figures: Object.fromEntries(ofPeriod) });
  };
  return { periodSeconds, valueAt };
}

function statsOf(alarm: Alarm): { id: string; stat: Stat }[] {
  if (alarm.Metrics) {
    return alarm.Metrics.flatMap(({ Id, MetricStat }) => (MetricStat ? [{ id: Id, stat: MetricStat }] : []));
  }
  const { Namespace, MetricName, Dimensions: dimensions, Period, Statistic, ExtendedStatistic } = alarm;
  const stat = Stat.parse({
    Metric: { Namespace, MetricName, Dimensions: dimensions },
    Period,
    Stat: Statistic ?? ExtendedStatistic,
  });
  return [{ id: 'only', stat }];
}

function named({ Metric: { MetricName, Dimensions: dimensions } }: Stat, nameOf: NameOf): string {
  return nameOf({
    name: MetricName,
    dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])),
  });
}

function statistic({ Period, Stat: stat }: Stat, figures: Figures[string], index: number): Figure {
  const from = (index * Period) / 60;
  const values = figures.flatMap(({ minute, value }) =>
    minute >= from && minute < from + Period / 60 ? [value] : [],
  );
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value);
  switch (stat) {
    case 'Sum':
      return sum;
    case 'Average':
      return sum / values.length;
    case 'Maximum':
      return Math.max(...values);
    case 'p99':
      return values.toSorted((a, b) => a - b)[Math.ceil(0.99 * values.length) - 1];
    default:
      throw new Error(`the statistic ${stat} is not known here`);
  }
}
