import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Configuration } from '../configuration';
import { matcher } from '../functions';
import { isOpenAt } from '../market-hours';
import { type AlarmRules, above, missing, ownMetric, period, sumOf, waitingMs } from './alarm-rule';
import { type Observed, observedFunction } from './observed';

/** Of the hundred last ticks, how many may come too late to trade before somebody looks. */
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
        'There are dead letters. Each carries its reason: read them, fix the publisher or the code, then redrive.',
    },
    'rule-failures': {
      metric: ruleFailures(configuration, observed.topicRuleName),
      ...above(0),
      runbook:
        'The topic rule did not hand every message over. Those are dead letters at best: look at its permissions and quotas.',
    },
    'feed-silent': {
      metric: ticksInMarketHours(configuration, observed),
      ...missing(SILENT_PERIODS),
      runbook:
        'No tick has come for a quarter of an hour, and the market is open. Look at the publisher, then at the rule.',
    },
    'late-ticks': {
      metric: latePercentage(configuration),
      ...above(LATE_PERCENT),
      runbook:
        'One tick in a hundred came too late to trade. Look at the order of the feed, its clock, and the matcher.',
    },
    'matcher-errors': {
      metric: matchTicks.metricErrors({ period }),
      ...above(0),
      runbook:
        'The matcher threw. Lambda repeats it; check its log before the message becomes a dead letter.',
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
      metric: ownMetric(configuration, matcher, 'Lag', 'p99'),
      ...above(10_000, 3),
      runbook:
        'Orders meet prices that are over ten seconds old. Compare with matcher-age: the matcher or the publisher.',
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
 * The ticks while the market is open, and otherwise one, which is no silence. Ticks have no figure where there were
 * none; the job that runs every minute always has one, and so tells the time.
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
    // One of a few ticks is no rate: five late ones pass, however few there are.
    expression: '100 * late / IF(ticks > 500, ticks, 500)',
    usingMetrics: { ticks, late },
    label: 'percent of ticks that are too late',
    period,
  });
}
