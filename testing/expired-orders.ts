import type { OrderId, UserId } from '../functions/domain/ids';
import type { Instant } from '../functions/domain/instant';
import { expiringPartitions } from '../functions/storage/items/expiry';
import { findExpiredOrders } from '../functions/storage/queries/find-expired-orders';
import type { Store } from '../functions/storage/table/store';

/** The orders that a sweep at `now` finds first in each partition, one partition after the other. */
export async function expiredOrders(
  store: Store,
  now: Instant,
  limit = 10,
): Promise<{ userId: UserId; orderId: OrderId }[]> {
  const pages = await Promise.all(
    expiringPartitions.map((partition) => findExpiredOrders(store, partition, now, { limit })),
  );
  return pages.flatMap(({ orders }) => orders);
}
