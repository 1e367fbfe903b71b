import { createHash } from 'node:crypto';
import { isRejection, type Rejection, rejectFields } from '../../domain/rejection';
import type { Store } from '../../storage/table/store';
import {
  findStoredResponse,
  type Remember,
  type RepeatableRequest,
  type StoredResponse,
} from '../../storage/transactions/idempotency';

/** The header of the IETF draft "The Idempotency-Key HTTP Header Field". */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * @param of whose key it is, and whose money or shares are moved
 * @param request all that makes it this request and no other, as JSON
 */
export function repeatableRequest(
  header: string | undefined,
  of: Pick<RepeatableRequest, 'callerId' | 'userId'>,
  request: unknown,
): RepeatableRequest | Rejection | undefined {
  if (header === undefined) return undefined;
  const key = header.trim().replace(/^"(.*)"$/, '$1');
  if (!KEY.test(key)) {
    return rejectFields([
      { field: 'Idempotency-Key', message: 'must have 1 to 255 visible ASCII characters' },
    ]);
  }
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
  return { ...of, key, fingerprint };
}

/** A stored answer, to be sent as it was. */
export interface Replay {
  readonly replayed: StoredResponse;
}

export function isReplay(answer: object): answer is Replay {
  return 'replayed' in answer;
}

/**
 * Answers a repeat from its record, and everything else by `answer`, which writes the record in its transaction.
 * Of two attempts at once one commits. The other is refused, as `repeated` or for what the first one did: it closed
 * the order, it took the last of the money. Then the record is there, and it is the answer to both.
 */
export async function answerOnce<Result>(
  store: Store,
  request: RepeatableRequest,
  answer: () => Promise<Result>,
): Promise<Result | Replay | Rejection> {
  const stored = await replayOf(store, request);
  if (stored) return stored;
  const result = await answer();
  return (isRejection(result) && (await replayOf(store, request))) || result;
}

async function replayOf(store: Store, request: RepeatableRequest): Promise<Replay | Rejection | undefined> {
  const stored = await findStoredResponse(store, request);
  if (!stored || isRejection(stored)) return stored;
  return { replayed: stored };
}

/** @param view the body of the answer to the result */
export function rememberer(request: RepeatableRequest | undefined, status: number) {
  return <Result>(view: (result: Result) => object): Remember<Result> | undefined =>
    request && { request, render: (result) => ({ status, body: JSON.stringify(view(result)) }) };
}
