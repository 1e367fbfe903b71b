import { monotonicFactory } from 'ulid';
import * as z from 'zod';
import { fromMilliseconds, toMilliseconds } from '../functions/domain/instant';
import { DEFAULT_RETRY } from '../functions/storage/table/retry';
import type { Store } from '../functions/storage/table/store';
import { NOON } from './builders';
import type { DiscreteEvents } from './discrete-events';
import { canceledBecause, named } from './interference';
import { openTestStore, testClient } from './test-store';
import { TestTable } from './test-table';

/** Assumed median latencies of DynamoDB, in milliseconds. */
const MEDIAN_MS: Record<string, number> = {
  GetItem: 4,
  BatchGetItem: 5,
  Query: 4.5,
  PutItem: 6,
  UpdateItem: 6,
  DeleteItem: 6,
  TransactWriteItems: 18,
};
const SPREAD = 0.35;

/** A store shared by all handlers in simulated time: calls take time, and transactions conflict with each other. */
export async function openModelledStore(events: DiscreteEvents, random: () => number): Promise<Store> {
  const { tableName } = await openTestStore();
  const client = new TestTable(testClient());
  modelLatency(client, events, random);
  const nextId = monotonicFactory(random);
  return {
    tableName,
    client,
    now: () => fromMilliseconds(Math.floor(toMilliseconds(NOON) + events.nowMs)),
    newId: (at) => nextId(toMilliseconds(at)),
    retry: {
      ...DEFAULT_RETRY,
      random,
      nowMs: () => events.nowMs,
      pause: (delayMs) => events.wait(delayMs),
    },
  };
}

/** Log-normal around the median, as latencies are; `spread` is the standard deviation of the logarithm. */
export function logNormal(medianMs: number, spread: number, random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return medianMs * Math.exp(spread * normal);
}

/** Half of a call's latency passes before it reaches the table, half on the way back. */
function modelLatency(client: TestTable, events: DiscreteEvents, random: () => number): void {
  /** Until when accepted transactions keep others from their items. */
  const held = new Map<string, number>();
  client.interpose((operation, input, next) => {
    const halfMs = logNormal(MEDIAN_MS[operation] ?? 5, SPREAD, random) / 2;
    return new Promise((resolve, reject) => {
      events.after(halfMs, async () => {
        const keys = writtenKeys(input);
        const isHeld = keys.some((key) => (held.get(key) ?? 0) > events.nowMs);
        const outcome = isHeld ? Promise.reject(conflictOf(operation)) : next(input);
        const answer = await outcome.then(
          (value) => () => resolve(value),
          (error: unknown) => () => reject(error),
        );
        if (!isHeld && operation === 'TransactWriteItems')
          for (const key of keys) held.set(key, events.nowMs + halfMs);
        events.after(halfMs, answer);
      });
    });
  });
}

const key = z.object({ PK: z.string(), SK: z.string() });
const Write = z.object({ Item: key.optional(), Key: key.optional() });
const Input = z.object({
  Item: key.optional(),
  TransactItems: z.array(z.record(z.string(), Write)).optional(),
});

function writtenKeys(input: object): string[] {
  const { Item, TransactItems = [] } = Input.parse(input);
  const writes = [{ Item }, ...TransactItems.flatMap((write) => Object.values(write))];
  return writes.flatMap((write) => {
    const written = write.Item ?? ('Key' in write ? write.Key : undefined);
    return written ? [`${written.PK} ${written.SK}`] : [];
  });
}

function conflictOf(operation: string): Error {
  return operation === 'TransactWriteItems'
    ? canceledBecause('TransactionConflict')()
    : named('TransactionConflictException')();
}
