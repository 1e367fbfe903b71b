import { randomUUID } from 'node:crypto';
import { assert } from '../../domain/assert';
import type { Delete, Put, TransactItem, Update } from './operations';
import type { RawItem } from './read';
import { isConflict, withRetry } from './retry';
import type { Store } from './store';
import { TransactionCanceled } from './table-error';

/** One write of a transaction, on the store's own table. */
export type Write = { Put: Put } | { Update: Update } | { Delete: Delete } | { ConditionCheck: Delete };

/** DynamoDB's limit. */
export const MAX_WRITES = 100;

/** The writes whose conditions failed, by name, each with its item as it was. Nothing was written. */
export type Refused = ReadonlyMap<string, RawItem | undefined>;

/**
 * Writes all or nothing. The writes are named so a refusal can say which condition failed.
 *
 * Transient errors are retried with the same token, so retrying a commit whose response was lost is a no-op (DynamoDB
 * remembers tokens for ten minutes).
 *
 * @returns undefined when committed, otherwise which conditions failed
 */
export async function transact(
  store: Store,
  writes: Record<string, Write | undefined>,
  { onConflict = 'again' }: TransactOptions = {},
): Promise<Refused | undefined> {
  const named = Object.entries(writes).filter((entry): entry is [string, Write] => entry[1] !== undefined);
  assert(
    named.length > 0 && named.length <= MAX_WRITES,
    `a transaction takes 1 to ${MAX_WRITES} writes, not ${named.length}`,
  );
  const input = {
    TransactItems: named.map(([, write]) => onTable(store.tableName, write)),
    ClientRequestToken: randomUUID(),
  };
  return await withRetry(store.retry, async () => {
    try {
      await store.client.call('TransactWriteItems', input);
      return undefined;
    } catch (error) {
      const refused = failedConditions(
        error,
        named.map(([name]) => name),
      );
      if (refused.size > 0) return refused;
      if (onConflict === 'refused' && isConflict(error)) return ANOTHER_WRITER;
      throw error;
    }
  });
}

export interface TransactOptions {
  /**
   * What happens on a conflict with another transaction: the same one is tried `again`, or counts as `refused`, for
   * writers that would have to reread anyway. Those must then recognize what a repeat finds already done.
   */
  readonly onConflict?: 'again' | 'refused';
}

/** A conflict on one of the items; it is unknown which. */
const ANOTHER_WRITER: Refused = new Map([['another writer', undefined]]);

/** A failed condition returns its item: explaining it needs no second read. */
const TELLING = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

function onTable(TableName: string, write: Write): TransactItem {
  if ('Put' in write) return { Put: { TableName, ...TELLING, ...write.Put } };
  if ('Update' in write) return { Update: { TableName, ...TELLING, ...write.Update } };
  if ('Delete' in write) return { Delete: { TableName, ...TELLING, ...write.Delete } };
  return { ConditionCheck: { TableName, ...TELLING, ...write.ConditionCheck } };
}

function failedConditions(error: unknown, names: string[]): Map<string, RawItem | undefined> {
  const refused = new Map<string, RawItem | undefined>();
  if (!(error instanceof TransactionCanceled)) return refused;
  error.reasons.forEach(({ Code, Item }, index) => {
    const name = names[index];
    if (Code === 'ConditionalCheckFailed' && name !== undefined) refused.set(name, Item);
  });
  return refused;
}
