import type { Actor } from '../domain/ledger';
import { asOf, type Order } from '../domain/order';
import { isRejection, reject } from '../domain/rejection';
import { inParallel } from '../in-parallel';
import { listOrders } from '../storage/queries/list-orders';
import { readOrder } from '../storage/queries/read-order';
import type { Store } from '../storage/table/store';
import { canceledBy, cancelOrder } from '../storage/transactions/cancel-order';
import { recordAfterwards } from '../storage/transactions/idempotency';
import { orderView } from '../views/order';
import { actingFor } from './edge/caller';
import { serve } from './edge/serve';

const ORDERS_PER_CALL = 100;

export const handler = serve('cancel-orders', async ({ store, userId, query, caller, remember }) => {
  // A client that accidentally leaves the order id out of a path must not lose every order.
  if (query.stock_id === undefined && query.all === undefined) return reject('selection_required');
  const by = actingFor(caller, userId);
  const filter = { status: 'open', stockId: query.stock_id } as const;
  const open = await listOrders(store, userId, filter, { limit: ORDERS_PER_CALL, cursor: query.cursor });
  if (isRejection(open)) return open;
  const results = await inParallel(open.results, (order) => cancel(store, order, by));
  const answer = { results, next: open.next };
  await recordAfterwards(
    store,
    remember<typeof answer>((body) => body),
    answer,
  );
  return answer;
});

/** Each order is canceled separately: one that was filled meanwhile does not keep the others open. */
async function cancel(store: Store, order: Order, by: Actor | undefined) {
  const { userId, id } = order;
  const canceled = await cancelOrder(store, { userId, orderId: id, ...canceledBy(by) });
  if (!isRejection(canceled)) return { order_id: id, outcome: 'canceled', order: orderView(canceled) };
  return {
    order_id: id,
    outcome: 'order_closed',
    order: orderView(asOf((await readOrder(store, userId, id)) ?? order, store.now())),
  };
}
