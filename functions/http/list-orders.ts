import { listOrders } from '../storage/queries/list-orders';
import { orderView } from '../views/order';
import { serve } from './edge/serve';
import { listView } from './views/list';

export const handler = serve('list-orders', async ({ store, userId, query }) => {
  const filter = { status: query.status, stockId: query.stock_id };
  return listView(await listOrders(store, userId, filter, query), orderView);
});
