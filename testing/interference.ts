import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { documentClient, type Store } from '../functions/storage/table/store';
import { testClient } from './test-store';

export type CommandName =
  | 'GetItemCommand'
  | 'BatchGetItemCommand'
  | 'QueryCommand'
  | 'PutItemCommand'
  | 'UpdateItemCommand'
  | 'TransactWriteItemsCommand';

/** Something that happens between a store and its table. It may throw, or do something of its own meanwhile. */
export interface Interference {
  /** Every command if omitted. */
  readonly on?: CommandName;
  /** Number of calls to let through first. */
  readonly skip?: number;
  /** Number of calls to interfere with, one by default. */
  readonly times?: number;
  /** Before the table sees the call. */
  readonly before?: () => Promise<unknown> | undefined;
  /** When the table has executed the call, and its response is on its way. */
  readonly after?: () => Promise<unknown> | undefined;
}

let interferences = 0;

/** @returns a function for how many calls the interference has met so far, including those it let through */
export function interfere(
  store: Store,
  { on, skip = 0, times = 1, before, after }: Interference,
): () => number {
  let [met, isActing] = [0, false];
  store.client.middlewareStack.add(
    (next, context) => async (args) => {
      const isMeant = !isActing && (on === undefined || context.commandName === on);
      const number = isMeant ? met++ : -1;
      const isDue = number >= skip && number < skip + times;
      // The interference's own calls are not interfered with.
      const act = async (what: Interference['before']) => {
        isActing = true;
        await Promise.resolve(what?.()).finally(() => {
          isActing = false;
        });
      };
      if (isDue) await act(before);
      const answer = await next(args);
      if (isDue) await act(after);
      return answer;
    },
    { step: 'finalizeRequest', priority: 'low', name: `interference-${interferences++}` },
  );
  return () => met;
}

/** The same table through a client without interference. */
export function undisturbed(store: Store): Store {
  return { ...store, client: documentClient(testClient()) };
}

export function failing(error: () => Error): () => Promise<never> {
  return () => Promise.reject(error());
}

/** The process died: nothing catches this, as nothing outlives a process. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export const crash = failing(() => new Crash('the process died'));

/** An error with the SDK's name for it. */
export function named(name: string, rest: object = {}): () => Error {
  return () => Object.assign(new Error(`injected ${name}`), { name }, rest);
}

export const timedOut = named('TimeoutError');

/** AWS's error when another transaction holds one of the items, which the embedded engine never returns. */
export function canceledBecause(...codes: string[]): () => Error {
  return () =>
    new TransactionCanceledException({
      message: 'Transaction cancelled',
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    });
}
