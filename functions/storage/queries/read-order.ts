import type { OrderId, UserId } from '../../domain/ids';
import type { Order } from '../../domain/order';
import { fromOrderItem, orderKey } from '../items/order';
import { getItem } from '../table/read';
import type { Store } from '../table/store';

export async function readOrder(store: Store, userId: UserId, orderId: OrderId): Promise<Order | undefined> {
  const item = await getItem(store, orderKey(userId, orderId));
  return item && fromOrderItem(item);
}
