import type { BookEntry } from '../../domain/book';
import type { Order } from '../../domain/order';
import { fromOrderItem, orderKey } from '../items/order';
import { getItems } from '../table/read';
import type { Store } from '../table/store';

/** The orders behind entries of the book, as committed last: the entry itself never says what remains. */
export async function readBookedOrders(store: Store, entries: readonly BookEntry[]): Promise<Order[]> {
  const items = await getItems(
    store,
    entries.map((entry) => orderKey(entry.userId, entry.orderId)),
  );
  return items.map(fromOrderItem);
}
