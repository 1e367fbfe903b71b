import type { OrderId, UserId } from '../../domain/ids';
import { fromOpenPlace, openOrdersOf } from '../items/order';
import { queryIndex, type RawItem } from '../table/read';
import type { Store } from '../table/store';

/** A user's expired orders that are still open, as far as the index knows. */
export async function findDueOrders(store: Store, userId: UserId): Promise<OrderId[]> {
  const now = store.now();
  const due: OrderId[] = [];
  let behind: RawItem | undefined;
  do {
    const page = await queryIndex(store, { partition: openOrdersOf(userId), behind });
    for (const { orderId, expiresAt } of page.items.map(fromOpenPlace)) {
      if (expiresAt !== undefined && expiresAt <= now) due.push(orderId);
    }
    behind = page.next;
  } while (behind);
  return due;
}
