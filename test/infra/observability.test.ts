import { synthesize } from './synthesize';

const prod = synthesize({ stage: 'prod', alarmEmail: 'operator@example.com' });
const alarms = Object.values(prod.findResources('AWS::CloudWatch::Alarm'));
const alarm = (name: string) =>
  alarms.find(({ Properties }) => Properties.AlarmName === `trading-prod-${name}`);

test.each([
  ['dead-letters', 'ApproximateNumberOfMessagesVisible', 0],
  ['matcher-errors', 'Errors', 0],
  ['matcher-throttles', 'Throttles', 0],
  ['api-server-errors', '5xx', 0],
  ['table-write-throttles', 'WriteThrottleEvents', 10],
  ['table-read-throttles', 'ReadThrottleEvents', 10],
  ['audit-violations', 'AuditViolations', 0],
])('%s rings when %s is above %i', (name, metric, threshold) => {
  expect(alarm(name)?.Properties).toMatchObject({
    MetricName: metric,
    Threshold: threshold,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });
});

test('the audit is read where its function writes it', () => {
  expect(alarm('audit-violations')?.Properties).toMatchObject({
    Namespace: 'trading-prod',
    Dimensions: [{ Name: 'service', Value: 'audit' }],
  });
  prod.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: { POWERTOOLS_SERVICE_NAME: 'audit', POWERTOOLS_METRICS_NAMESPACE: 'trading-prod' },
    },
  });
});

test('every alarm tells what to do, and reaches the address that is set', () => {
  expect(alarms).toHaveLength(7);
  const [topicId] = Object.keys(prod.findResources('AWS::SNS::Topic'));
  for (const { Properties } of alarms) {
    expect(Properties.AlarmDescription.length).toBeGreaterThan(40);
    expect(Properties.AlarmActions).toEqual([{ Ref: topicId }]);
  }
  prod.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'operator@example.com',
  });
});

test('without an address there are alarms and no topic; in dev there are no alarms unless they are asked for', () => {
  const silent = synthesize({ stage: 'prod' });
  silent.resourceCountIs('AWS::CloudWatch::Alarm', 7);
  silent.resourceCountIs('AWS::SNS::Topic', 0);
  synthesize().resourceCountIs('AWS::CloudWatch::Alarm', 0);
  synthesize({ alarms: 'true' }).resourceCountIs('AWS::CloudWatch::Alarm', 7);
});

test('there is a dashboard where there are alarms', () => {
  prod.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'trading-prod' });
});
