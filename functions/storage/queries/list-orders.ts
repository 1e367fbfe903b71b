import type { StockId, UserId } from '../../domain/ids';
import { asOf, isOpen, type Order } from '../../domain/order';
import { userPartition } from '../items/account';
import { ORDERS } from '../items/keys';
import { fromOrderItem } from '../items/order';
import { type ListResult, listFiltered, type PageRequest } from '../table/list';
import type { RawItem } from '../table/read';
import type { Store } from '../table/store';
import { listOpenOrders } from './list-open-orders';

export interface OrdersFilter {
  readonly status: 'open' | 'closed' | 'all';
  readonly stockId?: StockId | undefined;
}

/** A user's orders, newest first. */
export async function listOrders(
  store: Store,
  userId: UserId,
  filter: OrdersFilter,
  page: PageRequest,
): Promise<ListResult<Order>> {
  if (filter.status === 'open') return await listOpenOrders(store, userId, filter.stockId, page);
  const stretch = { partition: userPartition(userId), from: ORDERS, to: `${ORDERS}~`, newestFirst: true };
  const byNow = (item: RawItem) => asOf(fromOrderItem(item), store.now());
  return await listFiltered(store, stretch, page, byNow, (order) => {
    const hasStatus = filter.status === 'all' || !isOpen(order);
    return hasStatus && (filter.stockId === undefined || order.stockId === filter.stockId);
  });
}
