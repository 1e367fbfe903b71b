import { readFileSync } from 'node:fs';
import path from 'node:path';
import { synthesize } from '../../testing/synthesize';

const prod = synthesize({ stage: 'prod', alarmEmail: 'operator@example.com' });
const alarms = Object.values(prod.findResources('AWS::CloudWatch::Alarm'));
const nameOf = (alarm: (typeof alarms)[number]) => String(alarm.Properties.AlarmName);
const alarm = (name: string, among = alarms) => among.find((each) => nameOf(each) === `trading-prod-${name}`);

test.each([
  ['dead-letters', 'ApproximateNumberOfMessagesVisible', 0],
  ['matcher-errors', 'Errors', 0],
  ['matcher-throttles', 'Throttles', 0],
  ['matcher-age', 'AsyncEventAge', 60_000],
  ['lag', 'Lag', 10_000],
  ['publisher-age', 'IteratorAge', 60_000],
  ['api-server-errors', '5xx', 0.01],
  ['table-write-throttles', 'WriteThrottleEvents', 10],
  ['table-read-throttles', 'ReadThrottleEvents', 10],
  ['audit-violations', 'AuditViolations', 0],
])('%s rings when %s is above %d', (name, metric, threshold) => {
  expect(alarm(name)?.Properties).toMatchObject({
    MetricName: metric,
    Threshold: threshold,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });
});

test('audit-overdue rings when no run has left a figure for 26 hours', () => {
  expect(alarm('audit-overdue')?.Properties).toMatchObject({
    MetricName: 'AuditViolations',
    Statistic: 'SampleCount',
    Period: 3_600,
    EvaluationPeriods: 26,
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
});

test('with a stream, the matcher is as far behind as the stream is', () => {
  const streaming = Object.values(
    synthesize({ stage: 'prod', ingest: 'kinesis' }).findResources('AWS::CloudWatch::Alarm'),
  );
  expect(alarm('matcher-age', streaming)?.Properties.MetricName).toBe('IteratorAge');
});

test.each([
  ['audit-violations', 'audit'],
  ['audit-overdue', 'audit'],
  ['lag', 'match-ticks'],
])('the figure of %s is read where %s writes it', (name, service) => {
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

test('every alarm says what to do, where the runbook has more, and reaches the address that is set', () => {
  const [topicId] = Object.keys(prod.findResources('AWS::SNS::Topic'));
  const runbook = readFileSync(path.join(__dirname, '../../docs/operating/runbook.md'), 'utf8');
  for (const each of alarms) {
    const name = nameOf(each).replace('trading-prod-', '');
    expect(each.Properties.AlarmDescription).toMatch(new RegExp(`.{40}docs/operating/runbook.md#${name}$`));
    expect(runbook).toContain(`\n### ${name}\n`);
    expect(each.Properties.AlarmActions).toEqual([{ Ref: topicId }]);
  }
  prod.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'operator@example.com',
  });
});

test('without an address there are alarms and no topic; in dev there are no alarms unless they are asked for', () => {
  const silent = synthesize({ stage: 'prod' });
  silent.resourceCountIs('AWS::CloudWatch::Alarm', alarms.length);
  silent.resourceCountIs('AWS::SNS::Topic', 0);
  synthesize().resourceCountIs('AWS::CloudWatch::Alarm', 0);
  synthesize({ alarms: 'true' }).resourceCountIs('AWS::CloudWatch::Alarm', alarms.length);
});

test('there is a dashboard where there are alarms', () => {
  prod.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'trading-prod' });
});
