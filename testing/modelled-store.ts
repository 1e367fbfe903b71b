import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { monotonicFactory } from 'ulid';
import * as z from 'zod';
import { fromMilliseconds, toMilliseconds } from '../functions/domain/instant';
import { DEFAULT_RETRY } from '../functions/storage/table/retry';
import { documentClient, type Store } from '../functions/storage/table/store';
import { NOON } from './builders';
import type { DiscreteEvents } from './discrete-events';
import { canceledBecause, named } from './interference';
import { openTestStore, testClient } from './test-store';

/** Assumed median latencies of DynamoDB, in milliseconds. */
const MEDIAN_MS: Record<string, number> = {
  GetItemCommand: 4,
  BatchGetItemCommand: 5,
  QueryCommand: 4.5,
  PutItemCommand: 6,
  UpdateItemCommand: 6,
  DeleteItemCommand: 6,
  TransactWriteItemsCommand: 18,
};
const SPREAD = 0.35;

/** A store shared by all handlers in simulated time: calls take time, and transactions conflict with each other. */
export async function openModelledStore(events: DiscreteEvents, random: () => number): Promise<Store> {
  const { tableName } = await openTestStore();
  const client = testClient();
  modelLatency(client, events, random);
  const nextId = monotonicFactory(random);
  return {
    tableName,
    client: documentClient(client),
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
function modelLatency(client: DynamoDBClient, events: DiscreteEvents, random: () => number): void {
  /** Until when accepted transactions keep others from their items. */
  const held = new Map<string, number>();
  client.middlewareStack.add(
    (next, context) => (args) => {
      const command = String(context.commandName);
      const halfMs = logNormal(MEDIAN_MS[command] ?? 5, SPREAD, random) / 2;
      return new Promise((resolve, reject) => {
        events.after(halfMs, async () => {
          const keys = writtenKeys(args.input);
          const isHeld = keys.some((key) => (held.get(key) ?? 0) > events.nowMs);
          const outcome = isHeld ? Promise.reject(conflictOf(command)) : next(args);
          const answer = await outcome.then(
            (value) => () => resolve(value),
            (error: unknown) => () => reject(error),
          );
          if (!isHeld && command === 'TransactWriteItemsCommand')
            for (const key of keys) held.set(key, events.nowMs + halfMs);
          events.after(halfMs, answer);
        });
      });
    },
    { step: 'initialize', priority: 'high', name: 'latency' },
  );
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

function conflictOf(command: string): Error {
  return command === 'TransactWriteItemsCommand'
    ? canceledBecause('TransactionConflict')()
    : named('TransactionConflictException')();
}
