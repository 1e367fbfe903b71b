import { entriesOf } from '../../domain/book';
import type { OrderId, UserId } from '../../domain/ids';
import { isOpen } from '../../domain/order';
import { toBookEntryItem } from '../items/book-entry';
import { readOrder } from '../queries/read-order';
import { VersionConflict, withRetry } from '../table/retry';
import type { Store } from '../table/store';
import { transact, type Write } from '../table/transact';
import { updateOrder } from '../writes/update-order';

/**
 * Rewrites an open order and its book entries unchanged, so the index lists them where this version looks.
 * @returns whether the order was still open
 */
export async function relistOrder(store: Store, userId: UserId, orderId: OrderId): Promise<boolean> {
  return await withRetry(store.retry, async () => {
    const order = await readOrder(store, userId, orderId);
    if (!order || !isOpen(order)) return false;
    const entries = entriesOf(order).map((entry, index): [string, Write] => [
      `entry ${index}`,
      { Put: { Item: toBookEntryItem(entry), ConditionExpression: 'attribute_exists(PK)' } },
    ]);
    const refused = await transact(store, {
      // The version is incremented, so concurrent writers reread the order.
      order: updateOrder(order, { ...order, version: order.version + 1 }),
      ...Object.fromEntries(entries),
    });
    if (refused) throw new VersionConflict(`order ${orderId} changed meanwhile`);
    return true;
  });
}
