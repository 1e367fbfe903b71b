import * as z from 'zod';
import type { UserId } from '../../domain/ids';
import { after, type Instant, MICROSECONDS } from '../../domain/instant';
import { type Rejection, reject } from '../../domain/rejection';
import { userPartition } from '../items/account';
import { REQUESTS, REQUESTS_OF_OTHERS } from '../items/keys';
import { getItem, type Key, type RawItem } from '../table/read';
import type { Store } from '../table/store';
import { transact, type Write } from '../table/transact';

/** A request that its sender may safely repeat, identified by its `Idempotency-Key`. */
export interface RepeatableRequest {
  /** Whose money or shares it moves. */
  readonly userId: UserId;
  /** Whose key it is: two callers choosing the same key make two requests. */
  readonly callerId: UserId;
  readonly key: string;
  /** A digest of route and payload, which shows whether a repeat is the same request. */
  readonly fingerprint: string;
}

export interface StoredResponse {
  readonly status: number;
  readonly body: string;
}

/** How a transaction records its response: rendered before the commit and written with it, or not at all. */
export interface Remember<Result> {
  readonly request: RepeatableRequest;
  render(result: Result): StoredResponse;
}

const KEPT = MICROSECONDS.day;

/** Requests on a user's behalf have their own prefix, since a key may look like anything. */
function recordKey({ userId, callerId, key }: RepeatableRequest): Key {
  const SK = callerId === userId ? `${REQUESTS}${key}` : `${REQUESTS_OF_OTHERS}${callerId}#${key}`;
  return { PK: userPartition(userId), SK };
}

const RecordItem = z.object({
  fingerprint: z.string(),
  status: z.int(),
  body: z.string(),
  expiresAt: z.int(),
});

/** Part of the transaction whose response it records. Its condition fails if the request was already answered. */
export function recordWrite<Result>(
  { request, render }: Remember<Result>,
  result: Result,
  now: Instant,
): Write {
  const expiresAt = Math.ceil(after(now, KEPT) / MICROSECONDS.second);
  return {
    Put: {
      Item: { ...recordKey(request), fingerprint: request.fingerprint, ...render(result), expiresAt },
      ConditionExpression: 'attribute_not_exists(PK) OR expiresAt <= :now',
      ExpressionAttributeValues: { ':now': Math.floor(now / MICROSECONDS.second) },
    },
  };
}

/**
 * Records the response to a request of several transactions once all are done. A repeat after a crash in the middle
 * does what is left, and its response covers that part.
 */
export async function recordAfterwards<Result>(
  store: Store,
  remember: Remember<Result> | undefined,
  result: Result,
): Promise<void> {
  if (remember) await transact(store, { record: recordWrite(remember, result, store.now()) });
}

/** @returns the stored response, a rejection if the key belongs to another request, undefined if the key is new */
export async function findStoredResponse(
  store: Store,
  request: RepeatableRequest,
): Promise<StoredResponse | Rejection | undefined> {
  const item = await getItem(store, recordKey(request));
  return item && storedResponseOf(item, request, store.now());
}

function storedResponseOf(item: RawItem, { fingerprint }: RepeatableRequest, now: Instant) {
  const record = RecordItem.parse(item);
  // The table deletes expired items only eventually.
  if (record.expiresAt <= now / MICROSECONDS.second) return undefined;
  if (record.fingerprint !== fingerprint) return reject('idempotency_key_reused');
  return { status: record.status, body: record.body };
}
