import type { OrderId, UserId } from '../domain/ids';
import type { Instant } from '../domain/instant';
import { isRejection } from '../domain/rejection';
import { store } from '../environment';
import { inParallel } from '../in-parallel';
import { logger } from '../logger';
import { publishMetrics, recordMetric } from '../metrics';
import { expiringPartitions } from '../storage/items/expiry';
import { findExpiredOrders } from '../storage/queries/find-expired-orders';
import type { RawItem } from '../storage/table/read';
import { cancelOrder } from '../storage/transactions/cancel-order';

const ORDERS_PER_PAGE = 100;
/** The next run starts a minute after this one and picks up what it left. */
const RUN_MS = 55_000;

interface Sweep {
  readonly now: Instant;
  readonly endsAtMs: number;
  expired: number;
  failed: number;
}

/**
 * Releases what expired orders hold. Even before this has run they can't fill any more: matching checks the time
 * itself. Orders are independent: one that can't be closed is logged and left to the next run.
 */
export async function handler(): Promise<{ expired: number; failed: number }> {
  const sweep: Sweep = { now: store().now(), endsAtMs: Date.now() + RUN_MS, expired: 0, failed: 0 };
  await inParallel(expiringPartitions, (partition) => sweepPartition(sweep, partition));
  const { expired, failed } = sweep;
  logger.info('expired orders', { expired, failed });
  recordMetric('ExpiryFailures', failed);
  publishMetrics();
  return { expired, failed };
}

async function sweepPartition(sweep: Sweep, partition: string): Promise<void> {
  let behind: RawItem | undefined;
  do {
    const page = await findExpiredOrders(store(), partition, sweep.now, { limit: ORDERS_PER_PAGE, behind });
    await inParallel(page.orders, (order) => expire(sweep, order));
    behind = page.next;
  } while (behind && Date.now() < sweep.endsAtMs);
}

async function expire(sweep: Sweep, order: { userId: UserId; orderId: OrderId }): Promise<void> {
  try {
    const outcome = await cancelOrder(store(), { ...order, status: 'expired', reason: 'time_in_force' });
    // An order that was closed or changed meanwhile has nothing to release.
    if (!isRejection(outcome)) sweep.expired++;
  } catch (error) {
    sweep.failed++;
    logger.error('not expired', { user_id: order.userId, order_id: order.orderId, error });
  }
}
