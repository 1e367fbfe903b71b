import type { OrderId, UserId } from '../../domain/ids';
import type { Instant } from '../../domain/instant';
import { fromBookEntryItem } from '../items/book-entry';
import { expiringUntil } from '../items/expiry';
import { getItems, keyOf, queryIndex, type RawItem } from '../table/read';
import type { Store } from '../table/store';

export interface ExpiredPage {
  readonly orders: readonly { userId: UserId; orderId: OrderId }[];
  /** Where to continue if there may be more. */
  readonly next?: RawItem | undefined;
}

/**
 * Orders expired by `now`, the longest overdue first, as far as the index knows. They are found by their book entries,
 * which exist as long as the order is open and which a fill leaves unchanged.
 */
export async function findExpiredOrders(
  store: Store,
  partition: string,
  now: Instant,
  { limit, behind }: { limit: number; behind?: RawItem | undefined },
): Promise<ExpiredPage> {
  const places = await queryIndex(store, { partition, to: expiringUntil(now), limit, behind });
  const entries = await getItems(store, places.items.map(keyOf));
  // An exit has two book entries.
  const orders = new Map(
    entries.map(fromBookEntryItem).map(({ userId, orderId }) => [orderId, { userId, orderId }]),
  );
  return { orders: [...orders.values()], next: places.next };
}
