import { isRejection } from '../domain/rejection';
import { cancelOrder } from '../storage/transactions/cancel-order';
import { orderView } from '../views/order';
import { actingFor } from './edge/caller';
import { serve } from './edge/serve';

export const handler = serve('cancel-order', async ({ store, userId, path, caller, remember }) => {
  const by = actingFor(caller, userId);
  const reason = by ? 'canceled_by_administrator' : 'canceled_by_user';
  const cancellation = { userId, orderId: path.order_id, status: 'canceled', reason, by } as const;
  const order = await cancelOrder(store, cancellation, remember(orderView));
  return isRejection(order) ? order : orderView(order);
});
