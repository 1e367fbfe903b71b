import type { OrderId, UserId } from '../../domain/ids';
import type { Instant } from '../../domain/instant';
import { EXPIRING } from '../items/keys';
import { expiringUntil, orderOfKey } from '../items/order';
import { queryIndex } from '../table/read';
import type { Store } from '../table/store';

/** Orders whose time was over by `now`, the longest overdue first, as far as the index knows. */
export async function findExpiredOrders(
  store: Store,
  now: Instant,
  limit: number,
): Promise<{ userId: UserId; orderId: OrderId }[]> {
  const { items } = await queryIndex(store, { partition: EXPIRING, to: expiringUntil(now), limit });
  return items.map(orderOfKey);
}
