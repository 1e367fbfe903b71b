import { isRejection } from '../domain/rejection';
import { store } from '../environment';
import { inParallel } from '../in-parallel';
import { logger } from '../logger';
import { publishMetrics } from '../metrics';
import { findExpiredOrders } from '../storage/queries/find-expired-orders';
import { cancelOrder } from '../storage/transactions/cancel-order';

const ORDERS_PER_ROUND = 200;
const ROUNDS = 50;

/**
 * Gives back what expired orders hold. They can't fill any more even before this has run: matching looks at the
 * time itself. An order that is gone or changed by the time its turn comes is left to the next run.
 */
export async function handler(): Promise<{ expired: number }> {
  let expired = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const due = await findExpiredOrders(store(), store().now(), ORDERS_PER_ROUND);
    const outcomes = await inParallel(due, (order) =>
      cancelOrder(store(), { ...order, status: 'expired', reason: 'time_in_force' }),
    );
    const closed = outcomes.filter((outcome) => !isRejection(outcome)).length;
    expired += closed;
    if (closed === 0 || due.length < ORDERS_PER_ROUND) break;
  }
  logger.info('expired orders', { expired });
  publishMetrics();
  return { expired };
}
