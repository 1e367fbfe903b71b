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

/** What comes between a store and its table. It may throw, or do something of its own meanwhile. */
export interface Interference {
  /** Every command when left out. */
  readonly on?: CommandName;
  /** Calls that are let through first. */
  readonly skip?: number;
  /** Calls that are interfered with, one unless told otherwise. */
  readonly times?: number;
  /** Before the table sees the call. */
  readonly before?: () => Promise<unknown> | undefined;
  /** When the table has done what was asked, and the answer is on its way. */
  readonly after?: () => Promise<unknown> | undefined;
}

let interferences = 0;

/** @returns how many calls the interference has met so far, those it let through included */
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
      // What an interference does itself passes freely.
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

/** The same table through a client that no interference meets. */
export function undisturbed(store: Store): Store {
  return { ...store, client: documentClient(testClient()) };
}

export function failing(error: () => Error): () => Promise<never> {
  return () => Promise.reject(error());
}

/** The process is gone: nothing catches this, as nothing outlives a process. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export const crash = failing(() => new Crash('the process died'));

/** An error as the SDK names it. */
export function named(name: string, rest: object = {}): () => Error {
  return () => Object.assign(new Error(`injected ${name}`), { name }, rest);
}

export const timedOut = named('TimeoutError');

/** What AWS answers when another transaction is at one of the items, and the embedded engine never does. */
export function canceledBecause(...codes: string[]): () => Error {
  return () =>
    new TransactionCanceledException({
      message: 'Transaction cancelled',
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    });
}
