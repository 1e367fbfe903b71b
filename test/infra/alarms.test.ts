import { type Figures, metricsOf, rings } from '../../testing/alarm-state';
import { metricMath } from '../../testing/metric-math';
import { synthesize } from '../../testing/synthesize';

// Every alarm against the figures of its failure and against those of a healthy day, through its own metric math.

const settings = { stage: 'prod', alarmEmail: 'operator@example.com', marketHours: 'MON-FRI 14-21' };
const template = synthesize(settings);
const resources = template.toJSON().Resources;

/** As `Errors of audit`: the function, the service, the rule or the index that the dimensions name. */
function nameOf({ name, dimensions }: { name: string; dimensions: Record<string, unknown> }): string {
  const { FunctionName, service, RuleName, GlobalSecondaryIndexName, ActionType } = dimensions;
  const ofFunction = FunctionName as { Ref: string } | undefined;
  const fn = ofFunction && resources[ofFunction.Ref].Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME;
  const whose = fn ?? service ?? GlobalSecondaryIndexName ?? ActionType ?? RuleName;
  return whose === undefined ? name : `${name} of ${whose}`;
}

const alarms = new Map(
  Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => [
    String(Properties.AlarmName).replace('trading-prod-', ''),
    Properties as unknown,
  ]),
);

const MONDAY = new Date('2026-01-05T00:00:00Z');
const SATURDAY = new Date('2026-01-10T00:00:00Z');
const DAY = 24 * 60;

const every = (minutes: number, value: number, from = 0, to = DAY) =>
  Array.from({ length: Math.ceil((to - from) / minutes) }, (_, index) => ({
    minute: from + index * minutes,
    value,
  }));

/** The market is open from 14 to 21: two ticks a second, one of a thousand late. */
const [OPENS, CLOSES] = [14 * 60, 21 * 60];
const healthy: Figures = {
  ApproximateNumberOfMessagesVisible: every(5, 0),
  'Ticks of match-ticks': every(1, 120, OPENS, CLOSES),
  'TooLateTicks of match-ticks': every(10, 1, OPENS, CLOSES),
  'Lag of match-ticks': every(1, 90, OPENS, CLOSES),
  'IteratorAge of match-ticks': every(1, 800, OPENS, CLOSES),
  'Errors of match-ticks': every(1, 0, OPENS, CLOSES),
  'Throttles of match-ticks': every(1, 0, OPENS, CLOSES),
  'IteratorAge of publish-events': every(1, 400, OPENS, CLOSES),
  'Errors of publish-events': every(1, 0, OPENS, CLOSES),
  'Errors of publish-quotes': every(1, 0, OPENS, CLOSES),
  // One failed request in four hundred, as the average of each minute.
  '5xx': every(1, 0.0025),
  'IdentityThrottles of sign-in': every(30, 1),
  WriteThrottleEvents: every(60, 4, OPENS, CLOSES),
  'WriteThrottleEvents of GSI1': every(60, 3, OPENS, CLOSES),
  ReadThrottleEvents: every(60, 1, OPENS, CLOSES),
  ConcurrentExecutions: every(1, 140),
  'Invocations of expire-orders': every(1, 1),
  'Errors of expire-orders': every(1, 0),
  // A run in the night met a store that was away for a minute.
  'ExpiryFailures of expire-orders': [...every(1, 0), { minute: 200, value: 3 }],
  'Errors of audit': every(15, 0),
  'AuditViolations of audit': [{ minute: 190, value: 0 }],
  'AuditsFinished of audit': [{ minute: 190, value: 1 }],
};

/** What is different when it fails, at the end of which the alarm rings. */
const failures: Record<string, { figures: Figures; until?: number }> = {
  'dead-letters': { figures: { ApproximateNumberOfMessagesVisible: every(5, 1, 900) } },
  'rule-failures': { figures: { 'Failure of Kinesis': [{ minute: 905, value: 1 }] }, until: 910 },
  'feed-silent': { figures: { 'Ticks of match-ticks': every(1, 120, OPENS, 1_000) }, until: 1_020 },
  'late-ticks': { figures: { 'TooLateTicks of match-ticks': every(1, 36, 900, CLOSES) }, until: 910 },
  'matcher-errors': { figures: { 'Errors of match-ticks': [{ minute: 907, value: 1 }] }, until: 910 },
  'matcher-throttles': { figures: { 'Throttles of match-ticks': [{ minute: 907, value: 2 }] }, until: 910 },
  'matcher-age': { figures: { 'IteratorAge of match-ticks': every(1, 61_000, 900, 920) }, until: 910 },
  lag: { figures: { 'Lag of match-ticks': every(1, 11_000, 900, CLOSES) }, until: 920 },
  'publisher-age': { figures: { 'IteratorAge of publish-events': every(1, 70_000, 900) }, until: 910 },
  'publisher-errors': { figures: { 'Errors of publish-quotes': [{ minute: 907, value: 1 }] }, until: 910 },
  'api-server-errors': {
    figures: { '5xx': [...every(1, 0, 900, 960).flatMap((f) => Array(9).fill(f)), ...every(1, 1, 900, 960)] },
    until: 960,
  },
  'sign-in-throttles': {
    figures: { 'IdentityThrottles of create-user': every(1, 3, 900, 910) },
    until: 910,
  },
  'table-write-throttles': { figures: { 'WriteThrottleEvents of GSI1': every(1, 30, 900, 910) }, until: 910 },
  'table-read-throttles': { figures: { ReadThrottleEvents: every(1, 30, 900, 910) }, until: 910 },
  concurrency: { figures: { ConcurrentExecutions: every(1, 810, 900, 910) }, until: 910 },
  // The same order fails in every run, and all the runs end well.
  'expiry-errors': { figures: { 'ExpiryFailures of expire-orders': every(1, 1, 900, 930) }, until: 920 },
  'expiry-overdue': { figures: { 'Invocations of expire-orders': every(1, 1, 0, 900) }, until: 910 },
  'audit-errors': { figures: { 'Errors of audit': [{ minute: 915, value: 1 }] }, until: 920 },
  'audit-violations': { figures: { 'AuditViolations of audit': [{ minute: 190, value: 1 }] } },
  'audit-overdue': { figures: { 'AuditsFinished of audit': [] }, until: 2 * DAY },
};

const periodOf = (name: string) => (name.startsWith('audit-v') ? DAY : name === 'audit-overdue' ? 60 : 5);
const ringing = (name: string, figures: Figures, minutes: number, start = MONDAY) =>
  rings(alarms.get(name), figures, { start, minutes }, nameOf);

test('there is a failure for every alarm', () => {
  expect(Object.keys(failures)).toEqual([...alarms.keys()]);
});

describe.each(Object.entries(failures))('%s', (name, { figures, until = DAY }) => {
  test('goes off when it should', () => {
    expect(ringing(name, { ...healthy, ...figures }, until)).toBe(true);
  });

  test('is silent at every moment of a healthy day', () => {
    const twoDays: Figures = Object.fromEntries(
      Object.entries(healthy).map(([metric, day]) => [
        metric,
        [...day, ...day.map(({ minute, value }) => ({ minute: minute + DAY, value }))],
      ]),
    );
    for (let minutes = DAY; minutes <= 2 * DAY; minutes += periodOf(name)) {
      if (name === 'audit-overdue' && minutes < 2 * DAY) continue;
      expect([minutes, ringing(name, twoDays, minutes)]).toEqual([minutes, false]);
    }
  });

  test('uses only figures that this test supplies', () => {
    const written = [
      ...Object.keys(healthy),
      ...Object.values(failures).flatMap((each) => Object.keys(each.figures)),
    ];
    const unwritten = metricsOf(alarms.get(name), nameOf).filter((metric) => !written.includes(metric));
    // What a healthy day has none of, and no failure above either: they are added up with those above.
    const besides = [
      'RuleMessageThrottled of trading_prod_ticks',
      'ParseError of trading_prod_ticks',
      'ReadThrottleEvents of GSI1',
      'IdentityThrottles of confirm-user',
      'IdentityThrottles of forgot-password',
      'IdentityThrottles of reset-password',
      'IdentityThrottles of change-password',
    ];
    expect(unwritten.filter((metric) => !besides.includes(metric))).toEqual([]);
  });
});

describe('the feed may be silent', () => {
  const silent: Figures = { ...healthy, 'Ticks of match-ticks': [] };

  test.each([
    ['before the market opens', MONDAY, OPENS, false],
    ['in the first ten minutes', MONDAY, OPENS + 10, false],
    ['no longer than a quarter of an hour', MONDAY, OPENS + 15, true],
    ['once it has closed', MONDAY, CLOSES + 5, false],
    ['all Saturday', SATURDAY, OPENS + 60, false],
  ])('%s', (_when, start, minutes, isRinging) => {
    expect(ringing('feed-silent', silent, minutes, start)).toBe(isRinging);
  });

  test('unless the clock is silent too', () => {
    expect(ringing('feed-silent', {}, OPENS)).toBe(true);
  });
});

test("a few late ticks of a quiet stock don't set off the alarm", () => {
  const quiet: Figures = {
    'Ticks of match-ticks': every(1, 1, OPENS, CLOSES),
    'TooLateTicks of match-ticks': every(1, 1, OPENS, CLOSES),
  };
  expect(ringing('late-ticks', quiet, OPENS + 60)).toBe(false);
});

test('without quote events no alarm watches their publisher', () => {
  const quiet = synthesize({ ...settings, quoteEvents: 'false' });
  const properties = Object.values(quiet.findResources('AWS::CloudWatch::Alarm'))
    .map(({ Properties }) => Properties)
    .find(({ AlarmName }) => AlarmName === 'trading-prod-publisher-errors');
  expect(properties.Metrics.filter(({ MetricStat }: { MetricStat?: unknown }) => MetricStat)).toHaveLength(1);
});

describe('metric math', () => {
  const at = MONDAY;

  test.each([
    ['1 + 2 * 3', {}, 7],
    ['(1 + 2) * 3', {}, 9],
    ['a - b', { a: 3, b: undefined }, undefined],
    ['SUM([a, b])', { a: 3, b: undefined }, 3],
    ['SUM([a, b])', { a: undefined, b: undefined }, undefined],
    ['IF(a > 2 AND b < 2, a, 7)', { a: 3, b: 1 }, 3],
    ['IF(a > 2 OR b < 2, a, 7)', { a: 1, b: 3 }, 7],
    ['IF(a, 1, 2)', { a: undefined }, undefined],
    ['DAY(a)', { a: 0 }, 1],
    ['HOUR(a)', { a: undefined }, undefined],
  ])('%s of %j is %s', (expression, figures, value) => {
    expect(metricMath(expression)({ at, figures })).toBe(value);
  });

  test.each(['1 +', 'a b', 'FILL(a, 0)', '#', '(1', 'SUM([a'])('%s is refused', (expression) => {
    expect(() => metricMath(expression)({ at, figures: { a: 1, b: 1 } })).toThrow();
  });
});
