import { isRejection } from '../domain/rejection';
import { canceledBy, cancelOrder } from '../storage/transactions/cancel-order';
import { orderView } from '../views/order';
import { actingFor } from './edge/caller';
import { serve } from './edge/serve';

export const handler = serve('cancel-order', async ({ store, userId, path, caller, remember }) => {
  const by = actingFor(caller, userId);
  const cancellation = { userId, orderId: path.order_id, ...canceledBy(by) };
  const order = await cancelOrder(store, cancellation, remember(orderView));
  return isRejection(order) ? order : orderView(order);
});
