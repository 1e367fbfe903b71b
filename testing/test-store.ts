import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { fromMilliseconds, type Instant } from '../functions/domain/instant';
import { connectStore, documentClient, type Store } from '../functions/storage/table/store';
import { type Meter, meter } from './meter';

/** A store on its own table, with a clock that stands still unless advanced. */
export interface TestStore extends Store {
  readonly meter: Meter;
  readonly clock: TestClock;
}

class TestClock {
  constructor(private instant = fromMilliseconds(Date.UTC(2026, 0, 5, 12))) {}

  now(): Instant {
    return this.instant;
  }

  advance({ seconds }: { seconds: number }): void {
    this.instant = (this.instant + seconds * 1_000_000) as Instant;
  }
}

export const TableProperties = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
  GlobalSecondaryIndexes: z.array(
    z.object({
      IndexName: z.string(),
      KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
      Projection: z.object({
        ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']),
        NonKeyAttributes: z.array(z.string()).optional(),
      }),
    }),
  ),
});

export function testClient(): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: process.env.TEST_DYNAMODB_ENDPOINT ?? '',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
}

export async function openTestStore(overrides: Partial<Store> = {}): Promise<TestStore> {
  const client = testClient();
  const tableName = `test-${randomUUID()}`;
  const properties = TableProperties.parse(JSON.parse(process.env.TEST_TABLE_PROPERTIES ?? '{}'));
  await client.send(
    new CreateTableCommand({ TableName: tableName, BillingMode: 'PAY_PER_REQUEST', ...properties }),
  );
  const clock = new TestClock();
  const store = connectStore(tableName, {
    client: documentClient(client),
    now: () => clock.now(),
    ...overrides,
  });
  return { ...store, clock, meter: meter(client) };
}
