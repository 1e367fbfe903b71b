import { useList } from '../../api/query';
import { identity } from '../../api/session';
import { latestOrders } from '../../live/orders';
import { type OrderStatus, orders as ordersRead } from '../../reads/account';

/** Orders as the server lists them, with what happened since. */
export function useOrders(user: string, status: OrderStatus, stockId?: string) {
  const list = useList(ordersRead(user, status, stockId));
  // Read here, so that an event draws the list again.
  latestOrders.changes.value;
  const userId = user === 'me' ? (identity.value?.userId ?? '') : user;
  const orders = latestOrders.merged(list.entries, { user: userId, status, stockId }, !list.hasNextPage);
  return { ...list, orders };
}
