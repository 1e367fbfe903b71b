import { readFileSync } from 'node:fs';
import path from 'node:path';
import { OPERATOR, only, synthesize } from '../../testing/synthesize';

const prod = synthesize({ stage: 'prod' });
const alarms = Object.values(prod.findResources('AWS::CloudWatch::Alarm'));
const nameOf = (alarm: (typeof alarms)[number]) => String(alarm.Properties.AlarmName);
const alarm = (name: string, among = alarms) => among.find((each) => nameOf(each) === `trading-prod-${name}`);

test.each([
  ['direct', 'AsyncEventAge'],
  ['kinesis', 'IteratorAge'],
])("with %s ingest, the matcher's delay is its %s", (ingest, metric) => {
  const among = Object.values(synthesize({ stage: 'prod', ingest }).findResources('AWS::CloudWatch::Alarm'));
  expect(alarm('matcher-age', among)?.Properties.MetricName).toBe(metric);
});

test.each([
  ['audit-violations', 'audit'],
  ['audit-overdue', 'audit'],
  ['lag', 'match-ticks'],
])('the metric of %s is read where %s writes it', (name, service) => {
  expect(alarm(name)?.Properties).toMatchObject({
    Namespace: 'trading-prod',
    Dimensions: [{ Name: 'service', Value: service }],
  });
  prod.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: { POWERTOOLS_SERVICE_NAME: service, POWERTOOLS_METRICS_NAMESPACE: 'trading-prod' },
    },
  });
});

test('every alarm says what to do, links to the runbook, and reaches the configured address', () => {
  const [topicId] = Object.keys(prod.findResources('AWS::SNS::Topic'));
  const runbook = readFileSync(path.join(__dirname, '../../docs/operating/runbook.md'), 'utf8');
  for (const each of alarms) {
    const name = nameOf(each).replace('trading-prod-', '');
    expect(each.Properties.AlarmDescription).toMatch(new RegExp(`.{40}docs/operating/runbook.md#${name}$`));
    expect(runbook).toContain(`\n### ${name}\n`);
    expect(each.Properties.AlarmActions).toEqual([{ Ref: topicId }]);
  }
  prod.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: OPERATOR });
});

test('in dev there are no alarms unless requested', () => {
  synthesize().resourceCountIs('AWS::CloudWatch::Alarm', 0);
  synthesize({ alarms: 'true' }).resourceCountIs('AWS::CloudWatch::Alarm', alarms.length);
});

test('the concurrency alarm warns of the configured quota', () => {
  const small = synthesize({ stage: 'prod', accountConcurrency: '100' });
  const among = Object.values(small.findResources('AWS::CloudWatch::Alarm'));
  expect([
    alarm('concurrency')?.Properties.Threshold,
    alarm('concurrency', among)?.Properties.Threshold,
  ]).toEqual([800, 80]);
});

test('budget notices go to the same address at half of the budget, at all of it, and when it is forecast to be reached', () => {
  prod.resourceCountIs('AWS::Budgets::Budget', 0);
  const { Properties } = only(synthesize({ stage: 'prod', monthlyBudget: '500' }), 'AWS::Budgets::Budget');
  expect(Properties.Budget).toMatchObject({ TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 500, Unit: 'USD' } });
  const told = Properties.NotificationsWithSubscribers.map(
    ({
      Notification,
      Subscribers,
    }: {
      Notification: Record<string, unknown>;
      Subscribers: { Address: string }[];
    }) => [Notification.NotificationType, Notification.Threshold, Subscribers.map(({ Address }) => Address)],
  );
  expect(told).toEqual([
    ['ACTUAL', 50, [OPERATOR]],
    ['ACTUAL', 100, [OPERATOR]],
    ['FORECASTED', 100, [OPERATOR]],
  ]);
});

test('there is a dashboard wherever there are alarms', () => {
  prod.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'trading-prod' });
});
