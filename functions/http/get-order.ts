import { asOf } from '../domain/order';
import { reject } from '../domain/rejection';
import { readOrder } from '../storage/queries/read-order';
import { orderView } from '../views/order';
import { serve } from './edge/serve';

export const handler = serve('get-order', async ({ store, userId, path }) => {
  const order = await readOrder(store, userId, path.order_id);
  return order ? orderView(asOf(order, store.now())) : reject('order_not_found');
});
