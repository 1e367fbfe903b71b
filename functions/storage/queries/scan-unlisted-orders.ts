import { entriesOf } from '../../domain/book';
import { isOpen, type Order } from '../../domain/order';
import { bookEntryKey, toBookEntryItem } from '../items/book-entry';
import { ORDERS, USERS } from '../items/keys';
import { fromOrderItem, openOrdersOf } from '../items/order';
import { getItems, type RawItem } from '../table/read';
import { withRetry } from '../table/retry';
import type { Store } from '../table/store';

/**
 * Open orders that the index doesn't list where this version looks: those opened by version 0.1. Reads the whole table,
 * a page at a time, so an operator should run it only once.
 */
export async function* scanUnlistedOrders(store: Store): AsyncGenerator<Order, void> {
  let behind: RawItem | undefined;
  do {
    const input = {
      ...{ TableName: store.tableName, ConsistentRead: true, ExclusiveStartKey: behind },
      ...{ Segment: 0, TotalSegments: 1 },
    };
    const page = await withRetry(store.retry, () => store.client.call('Scan', input));
    for (const item of page.Items) {
      if (!isOrder(item)) continue;
      const order = fromOrderItem(item);
      if (isOpen(order) && !(await isListed(store, order, item))) yield order;
    }
    behind = page.LastEvaluatedKey;
  } while (behind);
}

function isOrder({ PK, SK }: RawItem): boolean {
  return String(PK).startsWith(USERS) && String(SK).startsWith(ORDERS);
}

async function isListed(store: Store, order: Order, item: RawItem): Promise<boolean> {
  if (item.GSI1PK !== openOrdersOf(order.userId)) return false;
  if (order.expiresAt === undefined) return true;
  // A fill rewrites the order but not its entries, through which expiry is looked up.
  const entries = entriesOf(order);
  const found = await getItems(store, entries.map(bookEntryKey));
  const places = new Set(found.map(({ GSI1PK }) => GSI1PK));
  return entries.every((entry) => places.has(toBookEntryItem(entry).GSI1PK));
}
