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
 * @param of whose key it is, and whose money or shares move
 * @param request everything that identifies the request, as JSON
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
  const fingerprint = createHash('sha256').update(canonical(request)).digest('base64url');
  return { ...of, key, fingerprint };
}

/** JSON whose fields are in the order of their names: that in which a client writes them means nothing. */
function canonical(request: unknown): string {
  return JSON.stringify(request, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** A stored response, to be sent unchanged. */
export interface Replay {
  readonly replayed: StoredResponse;
}

export function isReplay(answer: object): answer is Replay {
  return 'replayed' in answer;
}

/**
 * Answers a repeat from its record, and anything else with `answer`, which writes the record in its transaction. Of
 * two concurrent attempts one commits. The other is refused, either as `repeated` or because of what the first one did,
 * such as closing the order or spending the money. By then the record exists, and it answers both.
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

/** @param view renders the result as the response's body */
export function rememberer(request: RepeatableRequest | undefined, status: number) {
  return <Result>(view: (result: Result) => object): Remember<Result> | undefined =>
    request && { request, render: (result) => ({ status, body: JSON.stringify(view(result)) }) };
}
