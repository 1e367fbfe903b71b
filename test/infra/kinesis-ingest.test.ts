import { only, synthesize } from '../../testing/synthesize';

const template = synthesize({ ingest: 'kinesis' });
const stream = only(template, 'AWS::Kinesis::Stream');
const streamArn = { 'Fn::GetAtt': [stream.id, 'Arn'] };
const queueArn = { 'Fn::GetAtt': [only(template, 'AWS::SQS::Queue').id, 'Arn'] };
const [matcherId = '', matcher] =
  Object.entries(template.findResources('AWS::Lambda::Function')).find(
    ([, { Properties }]) => Properties.FunctionName === 'trading-dev-match-ticks',
  ) ?? [];
const [mapping] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).filter(
  ({ Properties }) => Properties.FunctionName.Ref === matcherId,
);
const policies = Object.values(template.findResources('AWS::IAM::Policy'));
const statementsOn = (resource: unknown) =>
  policies.flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.filter(
      (statement: { Resource: unknown }) => JSON.stringify(statement.Resource) === JSON.stringify(resource),
    ).map(({ Action }: { Action: unknown }) => ({ Action, role: Properties.Roles[0].Ref })),
  );
const putRole = only(template, 'AWS::IoT::TopicRule').Properties.TopicRulePayload.Actions[0].Kinesis.RoleArn[
  'Fn::GetAtt'
][0];

test('the rule puts each message whole into the stream, keyed by its topic', () => {
  const { Sql, Actions } = only(template, 'AWS::IoT::TopicRule').Properties.TopicRulePayload;
  expect(Sql).toContain("SELECT encode(*, 'base64') AS payload, topic() AS topic,");
  expect(Actions).toMatchObject([
    { Kinesis: { StreamName: { Ref: stream.id }, PartitionKey: `\${topic()}` } },
  ]);
});

test('the stream scales with the load, is encrypted, and keeps records for a week', () => {
  expect(stream.Properties).toMatchObject({
    StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
    RetentionPeriodHours: 168,
  });
});

test('the configured number of shards exists from the start', () => {
  const sharded = only(synthesize({ ingest: 'kinesis', ingestShards: '8' }), 'AWS::Kinesis::Stream');
  expect(sharded.Properties).toMatchObject({
    StreamModeDetails: { StreamMode: 'PROVISIONED' },
    ShardCount: 8,
  });
});

test('the matcher receives batches, and failing ones are retried, halved and given up', () => {
  expect(mapping?.Properties).toMatchObject({
    EventSourceArn: streamArn,
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 500,
    ParallelizationFactor: 4,
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumRetryAttempts: 10,
    MaximumRecordAgeInSeconds: 21_600,
    DestinationConfig: { OnFailure: { Destination: queueArn } },
  });
});

test('only the rule may write to the stream, and only the matcher may read it', () => {
  expect(statementsOn(streamArn)).toEqual(
    expect.arrayContaining([
      { Action: 'kinesis:PutRecord', role: putRole },
      {
        Action: [
          'kinesis:DescribeStream',
          'kinesis:DescribeStreamSummary',
          'kinesis:GetRecords',
          'kinesis:GetShardIterator',
          'kinesis:ListShards',
        ],
        role: matcher?.Properties.Role['Fn::GetAtt'][0],
      },
    ]),
  );
  expect(statementsOn(streamArn)).toHaveLength(2);
});

test('only the mapping invokes the matcher', () => {
  const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));
  const ofMatcher = permissions.filter(({ Properties }) =>
    /matchticks/.test(JSON.stringify(Properties.FunctionName)),
  );
  expect(ofMatcher).toEqual([]);
});

test('with direct ingest there is no stream', () => {
  synthesize().resourceCountIs('AWS::Kinesis::Stream', 0);
});
