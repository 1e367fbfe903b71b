import { only, synthesize } from '../../testing/synthesize';

const template = synthesize({ ticksTopic: 'floor/+/ticks/#' });
const rule = only(template, 'AWS::IoT::TopicRule');
const queue = only(template, 'AWS::SQS::Queue');
const [matcherId = ''] = Object.keys(
  template.findResources('AWS::Lambda::Function', {
    Properties: { FunctionName: 'trading-dev-match-ticks' },
  }),
);
const queueArn = { 'Fn::GetAtt': [queue.id, 'Arn'] };

test("the rule passes each message on the configured topic to the matcher whole, even if it isn't JSON", () => {
  expect(rule.Properties.TopicRulePayload).toMatchObject({
    AwsIotSqlVersion: '2016-03-23',
    Sql: "SELECT encode(*, 'base64') AS payload, topic() AS topic, timestamp() AS received_at_ms, clientid() AS client_id FROM 'floor/+/ticks/#'",
    Actions: [{ Lambda: { FunctionArn: { 'Fn::GetAtt': [matcherId, 'Arn'] } } }],
  });
});

test('only our rule, in our account, may invoke the matcher', () => {
  const permissions = Object.values(template.findResources('AWS::Lambda::Permission')).filter(
    ({ Properties }) =>
      JSON.stringify(Properties.FunctionName) === JSON.stringify({ 'Fn::GetAtt': [matcherId, 'Arn'] }),
  );
  expect(permissions.map(({ Properties }) => Properties)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [matcherId, 'Arn'] },
      Principal: 'iot.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [rule.id, 'Arn'] },
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
});

describe('dead letters', () => {
  test('a message that the rule cannot hand over goes to the queue', () => {
    const { RoleArn, ...errorAction } = rule.Properties.TopicRulePayload.ErrorAction.Sqs;
    expect(errorAction).toEqual({ QueueUrl: { Ref: queue.id }, UseBase64: false });
    expect(RoleArn).toBeDefined();
  });

  test('a message that the matcher fails on three times goes to the queue', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: matcherId },
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: queueArn } },
    });
  });

  test('the queue keeps them for fourteen days, encrypted, and accepts TLS only', () => {
    expect(queue.Properties).toMatchObject({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 86_400,
    });
    const [statement] = only(template, 'AWS::SQS::QueuePolicy').Properties.PolicyDocument.Statement;
    expect(statement).toMatchObject({
      Effect: 'Deny',
      Action: 'sqs:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });
});

test('a publisher connects under its own name and publishes only under the ticks topic, through the broker or past it', () => {
  const { PolicyDocument } = only(template, 'AWS::IoT::Policy').Properties;
  const [connect, publish] = PolicyDocument.Statement;
  const topicOf = (arn: { 'Fn::Join': [string, unknown[]] }) => arn['Fn::Join'][1].at(-1);
  expect(PolicyDocument.Statement).toHaveLength(2);
  expect(connect.Action).toBe('iot:Connect');
  expect(topicOf(connect.Resource)).toMatch(/:client\/\$\{iot:Connection\.Thing\.ThingName\}$/);
  expect(publish.Action).toBe('iot:Publish');
  expect(publish.Resource.map(topicOf)).toEqual([
    ':topic/floor/*/ticks',
    ':topic/floor/*/ticks/*',
    ':topic/$aws/rules/trading_dev_ticks/floor/*/ticks',
    ':topic/$aws/rules/trading_dev_ticks/floor/*/ticks/*',
  ]);
});
