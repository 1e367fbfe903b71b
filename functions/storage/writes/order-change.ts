import { bookEntryOf } from '../../domain/book';
import type { LedgerEntry } from '../../domain/ledger';
import { isOpen, type Order } from '../../domain/order';
import { bookEntryKey, toBookEntryItem } from '../items/book-entry';
import { toOrderItem } from '../items/order';
import type { Write } from '../table/transact';

/**
 * Of concurrent changes to one order, exactly one finds the version it read.
 * @param entries the ledger entries of the fills in this change
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

/** Moves an order's book entry to where it belongs, which the order itself determines. */
export function moveEntry(before: Order | undefined, after: Order): Record<string, Write> {
  const [left, put] = [entryItemOf(before), entryItemOf(after)];
  const stays = left && put && left.PK === put.PK && left.SK === put.SK;
  return {
    ...(left && !stays && { [`entry left ${after.id}`]: { Delete: { Key: { PK: left.PK, SK: left.SK } } } }),
    ...(put && !(stays && isSame(left, put)) && { [`entry put ${after.id}`]: { Put: { Item: put } } }),
  };
}

function entryItemOf(order: Order | undefined) {
  if (!order || !isOpen(order)) return undefined;
  const entry = bookEntryOf(order);
  return { ...toBookEntryItem(entry), ...bookEntryKey(entry) };
}

function isSame(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  return Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);
}
