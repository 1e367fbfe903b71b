import { entriesOf } from '../../domain/book';
import type { LedgerEntry } from '../../domain/ledger';
import type { Order } from '../../domain/order';
import { bookEntryKey, toBookEntryItem } from '../items/book-entry';
import { toOrderItem } from '../items/order';
import type { Write } from '../table/transact';

/**
 * Of concurrent changes to one order, exactly one finds the version it read.
 * @param entries the ledger entries of the fills in this change
 */
export function updateOrder(before: Order, after: Order, entries: readonly LedgerEntry[] = []): Write {
  return {
    Put: {
      Item: toOrderItem(after, entries),
      ConditionExpression: 'version = :read',
      ExpressionAttributeValues: { ':read': before.version },
    },
  };
}

/** @param entries the ledger entries of the fills that the order is placed with */
export function orderPut(order: Order, entries: readonly LedgerEntry[] = []): Write {
  return { Put: { Item: toOrderItem(order, entries), ConditionExpression: 'attribute_not_exists(PK)' } };
}

/** Moves an order's book entries to where they belong, which the order itself determines. */
export function moveEntry(before: Order | undefined, after: Order): Record<string, Write> {
  const [earlier, later] = [entryItemsOf(before), entryItemsOf(after)];
  const writes: Record<string, Write> = {};
  for (const [place, { PK, SK }] of earlier)
    if (!later.has(place)) writes[`entry left ${place}`] = { Delete: { Key: { PK, SK } } };
  for (const [place, item] of later)
    if (!isSame(earlier.get(place), item)) writes[`entry put ${place}`] = { Put: { Item: item } };
  return writes;
}

/** By key. */
function entryItemsOf(order: Order | undefined) {
  const entries = order ? entriesOf(order) : [];
  return new Map(
    entries.map((entry) => {
      const key = bookEntryKey(entry);
      return [`${key.PK} ${key.SK}`, { ...toBookEntryItem(entry), ...key }];
    }),
  );
}

function isSame(a: Record<string, unknown> | undefined, b: Record<string, unknown>): boolean {
  return a !== undefined && Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);
}
