import { only, synthesize } from '../../testing/synthesize';

const template = synthesize();
const queueArn = { 'Fn::GetAtt': [only(template, 'AWS::SQS::Queue').id, 'Arn'] };
const mapping = only(template, 'AWS::Lambda::EventSourceMapping').Properties;

test('the publisher of events takes batches of what changed in the table, from the first change on', () => {
  expect(mapping).toMatchObject({
    EventSourceArn: { 'Fn::GetAtt': [only(template, 'AWS::DynamoDB::Table').id, 'StreamArn'] },
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 100,
  });
  const fn = template.findResources('AWS::Lambda::Function')[mapping.FunctionName.Ref];
  expect(fn?.Properties.FunctionName).toBe('trading-dev-publish-events');
});

test('one batch of a shard at a time keeps the order of a user’s orders', () => {
  expect(mapping.ParallelizationFactor).toBe(1);
});

test('only changes of stocks and of orders are worth an invocation', () => {
  const patterns = mapping.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) =>
    JSON.parse(Pattern),
  );
  expect(patterns).toEqual([
    { dynamodb: { Keys: { SK: { S: ['STOCK'] } } } },
    { dynamodb: { Keys: { SK: { S: [{ prefix: 'ORDER#' }] } } } },
  ]);
});

test('a change that can not be told is tried a limited number of times, alone in the end, and given up by name', () => {
  expect(mapping).toMatchObject({
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumRetryAttempts: 10,
    MaximumRecordAgeInSeconds: 21_600,
    DestinationConfig: { OnFailure: { Destination: queueArn } },
  });
});
