import { randomFillSync } from 'node:crypto';
import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { monotonicFactory } from 'ulid';
import { boundedCalls } from '../../bounded-calls';
import { fromMilliseconds, type Instant, toMilliseconds } from '../../domain/instant';
import { knownEndpoint, lean } from './lean-client';
import { DEFAULT_RETRY, type RetryPolicy } from './retry';

/** Everything a query or a transaction needs from outside: the table, the clock, fresh ids, a retry policy. */
export interface Store {
  readonly tableName: string;
  readonly client: DynamoDBDocumentClient;
  readonly retry: RetryPolicy;
  /** How long raw ticks are kept; undefined keeps them forever. */
  readonly tickRetentionDays?: number | undefined;
  now(): Instant;
  /** A ULID whose time part is the given instant. */
  newId(at: Instant): string;
}

export const INDEX_NAME = 'GSI1';

export function connectStore(tableName: string, overrides: Partial<Store> = {}): Store {
  return {
    tableName,
    client: documentClient(tableClient()),
    retry: DEFAULT_RETRY,
    now: () => fromMilliseconds(Date.now()),
    newId: monotonicId(),
    ...overrides,
  };
}

function tableClient(): DynamoDBClient {
  return lean(
    new DynamoDBClient({
      ...knownEndpoint('DYNAMODB'),
      // Only retry.ts retries: the SDK's own retries would multiply with it and don't know its budget.
      maxAttempts: 1,
      ...boundedCalls(),
    }),
  );
}

/** Ids of one process sort in the order of their creation, even within a millisecond. */
function monotonicId(): Store['newId'] {
  const next = monotonicFactory(pooledRandom());
  return (at) => next(toMilliseconds(at));
}

const POOL_BYTES = 1024;

/** In [0, 1), from the system's random bytes. An id takes sixteen, and fetching each separately is slow. */
function pooledRandom(): () => number {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return () => {
    if (used === POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    return (pool[used++] ?? 0) / 256;
  };
}

/** Numbers beyond 2⁵³, such as sums of prices, are read as exact bigints. */
export function documentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers: exactNumber },
  });
}

/** Parses an item as the low-level client returns it with a failed condition. */
export function readItem(item: Record<string, AttributeValue>): Record<string, unknown> {
  return unmarshall(item, { wrapNumbers: exactNumber });
}

function exactNumber(text: string): number | bigint {
  const value = Number(text);
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(text) : value;
}
