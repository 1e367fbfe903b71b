import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Configuration } from '../configuration';
import { matcher } from '../functions';
import { isOpenAt } from '../market-hours';
import { type AlarmRules, above, missing, ownMetric, period, sumOf, waitingMs } from './alarm-rule';
import { type Observed, observedFunction } from './observed';

/** The percentage of ticks that may arrive too late to trade before someone should look. */
const LATE_PERCENT = 1;
const SILENT_PERIODS = 3;

export function feedRules(configuration: Configuration, observed: Observed): AlarmRules {
  const matchTicks = observedFunction(observed, matcher);
  return {
    'dead-letters': {
      metric: observed.deadLetters.queue.metricApproximateNumberOfMessagesVisible({
        period,
        statistic: 'Maximum',
      }),
      ...above(0),
      runbook:
        'There are dead letters. Each states its reason: read them, fix the publisher or the code, then redrive.',
    },
    'rule-failures': {
      metric: ruleFailures(configuration, observed.topicRuleName),
      ...above(0),
      runbook:
        'The topic rule failed to pass on messages. At best they are dead letters: check its permissions and quotas.',
    },
    'feed-silent': {
      metric: ticksInMarketHours(configuration, observed),
      ...missing(SILENT_PERIODS),
      runbook:
        'No tick has arrived for 15 minutes although the market is open. Check the publisher, then the topic rule.',
    },
    'late-ticks': {
      metric: latePercentage(configuration),
      ...above(LATE_PERCENT),
      runbook:
        'One tick in a hundred arrived too late to trade. Check the order of the feed, its clock, and the matcher.',
    },
    'matcher-errors': {
      metric: matchTicks.metricErrors({ period }),
      ...above(0),
      runbook: 'The matcher threw. Lambda retries; check its log before the message becomes a dead letter.',
    },
    'matcher-throttles': {
      metric: matchTicks.metricThrottles({ period }),
      ...above(0),
      runbook:
        'Ticks are waiting for a free execution of the matcher: raise the concurrency quota or send larger batches.',
    },
    'matcher-age': {
      metric: waitingMs(matchTicks, configuration.ingest === 'kinesis' ? 'IteratorAge' : 'AsyncEventAge'),
      ...above(60_000),
      runbook: 'Ticks wait over a minute for the matcher: check its errors and throttles, then the feed.',
    },
    lag: {
      metric: ownMetric(configuration, matcher, 'Lag', 'p99'),
      ...above(10_000, 3),
      runbook:
        'Orders meet prices over ten seconds old. Compare with matcher-age: is it the matcher or the publisher?',
    },
  };
}

function ruleFailures({ ingest }: Configuration, RuleName: string): MathExpression {
  const ofRule = (metricName: string, dimensions: Record<string, string> = {}) =>
    new Metric({
      namespace: 'AWS/IoT',
      metricName,
      dimensionsMap: { RuleName, ...dimensions },
      statistic: 'Sum',
      period,
    });
  return sumOf('messages not handed over', {
    failed: ofRule('Failure', { ActionType: ingest === 'kinesis' ? 'Kinesis' : 'Lambda' }),
    throttled: ofRule('RuleMessageThrottled'),
    unread: ofRule('ParseError'),
  });
}

/**
 * The number of ticks while the market is open, otherwise 1, which doesn't count as silence. Without ticks the metric
 * has no data; the job that runs every minute always has, so it serves as the clock.
 */
function ticksInMarketHours(configuration: Configuration, observed: Observed): MathExpression {
  const clock = observedFunction(observed, 'expire-orders').metricInvocations({ period });
  const ticks = ownMetric(configuration, matcher, 'Ticks', 'Sum');
  return new MathExpression({
    expression: `IF(${isOpenAt('clock', configuration.marketHours)}, SUM([ticks, clock * 0]), 1)`,
    usingMetrics: { ticks, clock },
    label: 'ticks while the market is open',
    period,
  });
}

function latePercentage(configuration: Configuration): MathExpression {
  const ticks = ownMetric(configuration, matcher, 'Ticks', 'Sum');
  const late = ownMetric(configuration, matcher, 'TooLateTicks', 'Sum');
  return new MathExpression({
    // With few ticks a percentage means little: five late ones are always tolerated.
    expression: '100 * late / IF(ticks > 500, ticks, 500)',
    usingMetrics: { ticks, late },
    label: 'percent of ticks that are too late',
    period,
  });
}
