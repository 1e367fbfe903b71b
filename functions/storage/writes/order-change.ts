import type { LedgerEntry } from '../../domain/ledger';
import type { Order } from '../../domain/order';
import { toOrderItem } from '../items/order';
import type { Write } from '../table/transact';

/**
 * Of concurrent changes of one order exactly one finds the version that it read.
 * @param entries the ledger entries of the fills that the change is made of
 */
export function orderChange(before: Order, after: Order, entries: readonly LedgerEntry[] = []): Write {
  return {
    Put: {
      Item: toOrderItem(after, entries),
      ConditionExpression: 'version = :read',
      ExpressionAttributeValues: { ':read': before.version },
    },
  };
}
