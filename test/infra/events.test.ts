import { only, synthesize } from '../../testing/synthesize';

const template = synthesize();
const queueArn = { 'Fn::GetAtt': [only(template, 'AWS::SQS::Queue').id, 'Arn'] };
const publishers = ['publish-events', 'publish-quotes'];
const mappingOf = (name: string, among = template) =>
  Object.values(among.findResources('AWS::Lambda::EventSourceMapping'))
    .map(({ Properties }) => Properties)
    .find(
      ({ FunctionName }) =>
        among.findResources('AWS::Lambda::Function')[FunctionName.Ref]?.Properties.FunctionName ===
        `trading-dev-${name}`,
    );

test.each(publishers)('%s receives batches of table changes, starting with the first', (name) => {
  expect(mappingOf(name)).toMatchObject({
    EventSourceArn: { 'Fn::GetAtt': [only(template, 'AWS::DynamoDB::Table').id, 'StreamArn'] },
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 100,
  });
});

test.each(publishers)('%s receives one batch of a shard at a time, which keeps the order', (name) => {
  expect(mappingOf(name).ParallelizationFactor).toBe(1);
});

test.each([
  ['publish-events', [{ prefix: 'ORDER#' }]],
  ['publish-quotes', ['STOCK']],
])("%s doesn't receive the other publisher's changes, so neither waits for the other", (name, keys) => {
  const patterns = mappingOf(name).FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) =>
    JSON.parse(Pattern),
  );
  expect(patterns).toEqual([{ dynamodb: { Keys: { SK: { S: keys } } } }]);
});

test.each(publishers)(
  "a change that %s can't publish is retried a limited number of times, in the end alone, then dead-lettered",
  (name) => {
    expect(mappingOf(name)).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: queueArn } },
    });
  },
);

test('quotes may be collected into one event; orders never are', () => {
  const gathering = synthesize({ quoteEventSeconds: '5' });
  expect(mappingOf('publish-quotes', gathering)).toMatchObject({
    MaximumBatchingWindowInSeconds: 5,
    BatchSize: 1_000,
  });
  expect(mappingOf('publish-events', gathering)).not.toHaveProperty('MaximumBatchingWindowInSeconds');
});

test('with quote events off, nothing reads or publishes quotes', () => {
  const quiet = synthesize({ quoteEvents: 'false' });
  expect(mappingOf('publish-quotes', quiet)).toBeUndefined();
  expect(mappingOf('publish-events', quiet)).toBeDefined();
  expect(JSON.stringify(quiet.toJSON())).not.toContain('publish-quotes');
});
