import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { TableDeclaration } from '../../../local/assembly/read-tables';
import type { Engine } from '../../../local/table/engine';
import { createTables, sweepExpired } from '../../../local/table/tables';
import { anEngine } from '../support/engine';

const keyed = (AttributeName: string) => [{ AttributeName, KeyType: 'HASH' as const }];

const table: TableDeclaration = {
  name: 'market',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'PK', AttributeType: 'S' },
    { AttributeName: 'GSI1PK', AttributeType: 'S' },
  ],
  KeySchema: keyed('PK'),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'GSI1',
      KeySchema: keyed('GSI1PK'),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['fill'] },
    },
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
};

let engine: Engine;
let client: DynamoDBClient;
beforeEach(async () => {
  ({ engine, client } = await anEngine());
});
afterEach(async () => {
  client.destroy();
  await engine.stop();
});

const put = (Item: object) =>
  DynamoDBDocumentClient.from(client).send(new PutCommand({ TableName: 'market', Item }));
const keys = async () => {
  const { Items = [] } = await DynamoDBDocumentClient.from(client).send(
    new ScanCommand({ TableName: 'market' }),
  );
  return Items.map(({ PK }) => PK).toSorted();
};

test('an existing table keeps its data', async () => {
  await createTables(client, [table]);
  await put({ PK: 'a' });
  await createTables(client, [table]);
  expect(await keys()).toEqual(['a']);
});

const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
const withoutIndex = { ...table, AttributeDefinitions: [attribute('PK')], GlobalSecondaryIndexes: [] };
const withOtherKey = { ...withoutIndex, AttributeDefinitions: [attribute('id')], KeySchema: keyed('id') };

test.each([
  ['another index', withoutIndex],
  ['other keys', withOtherKey],
])('a table from another version, with %s, is refused rather than used', async (_, other) => {
  await createTables(client, [table]);
  await expect(createTables(client, [other])).rejects.toThrow(
    'The table market was created by another version',
  );
});

test('a sweep deletes what has expired and nothing else', async () => {
  await createTables(client, [table]);
  await put({ PK: 'expired', expiresAt: 99 });
  await put({ PK: 'just now', expiresAt: 100 });
  await put({ PK: 'for ever' });
  await put({ PK: 'not a time', expiresAt: 'tomorrow' });
  expect(await sweepExpired(client, [table], 100)).toBe(1);
  expect(await keys()).toEqual(['for ever', 'just now', 'not a time']);
});

test('a table without time to live is not swept', async () => {
  const { TimeToLiveSpecification, ...lasting } = table;
  await createTables(client, [lasting]);
  await put({ PK: 'old', expiresAt: 1 });
  expect(await sweepExpired(client, [lasting], 100)).toBe(0);
});
