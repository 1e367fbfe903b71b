import { isRejection } from '../domain/rejection';
import { cancelOrder } from '../storage/transactions/cancel-order';
import { orderView } from '../views/order';
import { serve } from './edge/serve';

export const handler = serve('cancel-order', async ({ store, userId, path, caller, remember }) => {
  const reason = caller.userId === userId ? 'canceled_by_user' : 'canceled_by_administrator';
  const cancellation = { userId, orderId: path.order_id, status: 'canceled', reason } as const;
  const order = await cancelOrder(store, cancellation, remember(orderView));
  return isRejection(order) ? order : orderView(order);
});
