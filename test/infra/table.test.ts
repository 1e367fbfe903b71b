import { only, synthesize } from '../../testing/synthesize';

const dev = only(synthesize(), 'AWS::DynamoDB::Table');
const prod = only(synthesize({ stage: 'prod' }), 'AWS::DynamoDB::Table');

test('the table has its keys, one index that includes fills, a stream, recovery and expiry, and on-demand billing', () => {
  expect(dev.Properties).toMatchObject({
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'GSI1',
        KeySchema: [
          { AttributeName: 'GSI1PK', KeyType: 'HASH' },
          { AttributeName: 'GSI1SK', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['fill'] },
      },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  });
  expect(dev.Properties.AttributeDefinitions).toEqual(
    ['PK', 'SK', 'GSI1PK', 'GSI1SK'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  );
});

test("in prod the table outlives the stack and can't be deleted; in dev it is deleted with it", () => {
  expect(prod).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  expect(prod.Properties.DeletionProtectionEnabled).toBe(true);
  expect(dev).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  expect(dev.Properties.DeletionProtectionEnabled).toBe(false);
});

test('the users outlive the stack where the table does', () => {
  const pool = only(synthesize({ stage: 'prod' }), 'AWS::Cognito::UserPool');
  expect(pool.DeletionPolicy).toBe('Retain');
  expect(pool.Properties.DeletionProtection).toBe('ACTIVE');
});

test('warm and maximum throughput are set for the table and its index alike', () => {
  const sized = only(
    synthesize({
      warmReadUnits: '20000',
      warmWriteUnits: '30000',
      maxReadUnits: '40000',
      maxWriteUnits: '50000',
    }),
    'AWS::DynamoDB::Table',
  );
  const throughput = {
    WarmThroughput: { ReadUnitsPerSecond: 20_000, WriteUnitsPerSecond: 30_000 },
    OnDemandThroughput: { MaxReadRequestUnits: 40_000, MaxWriteRequestUnits: 50_000 },
  };
  expect(sized.Properties).toMatchObject({ ...throughput, GlobalSecondaryIndexes: [throughput] });
  for (const property of Object.keys(throughput)) expect(dev.Properties).not.toHaveProperty(property);
});
