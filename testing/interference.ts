import type { Operation } from '../functions/storage/table/operations';
import type { Store } from '../functions/storage/table/store';
import { TransactionCanceled } from '../functions/storage/table/table-error';
import { testClient } from './test-store';
import { TestTable } from './test-table';

/** Something that happens between a store and its table. It may throw, or do something of its own meanwhile. */
export interface Interference {
  /** Every operation if omitted. */
  readonly on?: Operation;
  /** Number of calls to let through first. */
  readonly skip?: number;
  /** Number of calls to interfere with, one by default. */
  readonly times?: number;
  /** Before the table sees the call. */
  readonly before?: () => Promise<unknown> | undefined;
  /** When the table has executed the call, and its response is on its way. */
  readonly after?: () => Promise<unknown> | undefined;
}

/** @returns a function for how many calls the interference has met so far, including those it let through */
export function interfere(
  { client }: { readonly client: TestTable },
  { on, skip = 0, times = 1, before, after }: Interference,
): () => number {
  let [met, isActing] = [0, false];
  client.interpose(async (operation, input, next) => {
    const isMeant = !isActing && (on === undefined || operation === on);
    const number = isMeant ? met++ : -1;
    const isDue = number >= skip && number < skip + times;
    // The interference's own calls pass through.
    const act = async (what: Interference['before']) => {
      isActing = true;
      await Promise.resolve(what?.()).finally(() => {
        isActing = false;
      });
    };
    if (isDue) await act(before);
    const answer = await next(input);
    if (isDue) await act(after);
    return answer;
  });
  return () => met;
}

/** The same table through a client without interference. */
export function undisturbed(store: Store): Store & { readonly client: TestTable } {
  return { ...store, client: new TestTable(testClient()) };
}

export function failing(error: () => Error): () => Promise<never> {
  return () => Promise.reject(error());
}

/** The process died: nothing catches this, as nothing outlives a process. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export const crash = failing(() => new Crash('the process died'));

/** An error with the name that DynamoDB gives it. */
export function named(name: string, rest: object = {}): () => Error {
  return () => Object.assign(new Error(`injected ${name}`), { name }, rest);
}

export const timedOut = named('TimeoutError');

/** AWS's error when another transaction holds one of the items, which the embedded engine never returns. */
export function canceledBecause(...codes: string[]): () => Error {
  return () => new TransactionCanceled(codes.map((Code) => ({ Code })));
}
