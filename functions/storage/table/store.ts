import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import { fromMilliseconds, type Instant, toMilliseconds } from '../../domain/instant';
import { DEFAULT_RETRY, type RetryPolicy } from './retry';
import { type TableClient, tableClient } from './table-client';
import type { Turns } from './turns';

/** Everything a query or a transaction needs from outside: the table, the clock, fresh ids, a retry policy. */
export interface Store {
  readonly tableName: string;
  readonly client: TableClient;
  readonly retry: RetryPolicy;
  /** Of the invocations of this process, if it may run several at a time. */
  readonly turns?: Turns | undefined;
  /** How long raw ticks are kept; undefined keeps them forever. */
  readonly tickRetentionDays?: number | undefined;
  now(): Instant;
  /** A ULID whose time part is the given instant. */
  newId(at: Instant): string;
}

export const INDEX_NAME = 'GSI1';

export function connectStore(
  tableName: string,
  { client = tableClient(), ...overrides }: Partial<Store> = {},
): Store {
  return {
    tableName,
    client,
    retry: DEFAULT_RETRY,
    now: () => fromMilliseconds(Date.now()),
    newId: monotonicId(),
    ...overrides,
  };
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
