import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { fromMilliseconds, type Instant } from '../functions/domain/instant';
import { DEFAULT_RETRY } from '../functions/storage/table/retry';
import { connectStore, type Store } from '../functions/storage/table/store';
import { type ConnectedTableClient, tableClient } from '../functions/storage/table/table-client';
import { type Meter, meter } from './meter';
import { TestTable } from './test-table';

/** A store on its own table, with a clock that stands still unless advanced. */
export interface TestStore extends Store {
  readonly client: TestTable;
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

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The client through which stores call the tests' tables. */
export function testClient(
  endpoint = process.env.TEST_DYNAMODB_ENDPOINT ?? '',
  requestTimeoutMs?: number,
): ConnectedTableClient {
  const patience = requestTimeoutMs === undefined ? {} : { requestTimeoutMs };
  return tableClient({ endpoint, region: 'us-east-1', credentials: () => credentials, ...patience });
}

/** The SDK's client without interference, for what tests do but stores don't. */
export function sdkClient(): DynamoDBClient {
  const endpoint = process.env.TEST_DYNAMODB_ENDPOINT ?? '';
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

let connected: DynamoDBDocumentClient | undefined;

/** The same, with plain items. */
export function documents(): DynamoDBDocumentClient {
  connected ??= DynamoDBDocumentClient.from(sdkClient(), {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: {
      wrapNumbers: (text) =>
        Number.isInteger(Number(text)) && !Number.isSafeInteger(Number(text)) ? BigInt(text) : Number(text),
    },
  });
  return connected;
}

export async function openTestStore(overrides: Partial<Store> = {}): Promise<TestStore> {
  const tableName = `test-${randomUUID()}`;
  const properties = TableProperties.parse(JSON.parse(process.env.TEST_TABLE_PROPERTIES ?? '{}'));
  await documents().send(
    new CreateTableCommand({ TableName: tableName, BillingMode: 'PAY_PER_REQUEST', ...properties }),
  );
  const clock = new TestClock();
  const client = new TestTable(testClient());
  // On a busy machine the patience of production is spent by waiting for the CPU. Its number of attempts stays.
  const retry = { ...DEFAULT_RETRY, nowMs: () => 0 };
  const store = connectStore(tableName, { client, retry, now: () => clock.now(), ...overrides });
  return { ...store, client, clock, meter: meter(client) };
}
