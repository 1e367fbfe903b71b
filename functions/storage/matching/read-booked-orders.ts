import type { BookEntry } from '../../domain/book';
import type { Order } from '../../domain/order';
import { fromOrderItem, orderKey } from '../items/order';
import { getItems } from '../table/read';
import type { Store } from '../table/store';

/** The orders of book entries as last committed: an entry doesn't state what remains. */
export async function readBookedOrders(store: Store, entries: readonly BookEntry[]): Promise<Order[]> {
  const items = await getItems(
    store,
    entries.map((entry) => orderKey(entry.userId, entry.orderId)),
  );
  return items.map(fromOrderItem);
}
