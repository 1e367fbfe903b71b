import type { UserId } from '../../domain/ids';
import { isRejection, type Rejection, type RejectionCode } from '../../domain/rejection';
import { findDueOrders } from '../queries/find-due-orders';
import type { Store } from '../table/store';
import { cancelOrder } from './cancel-order';

/** Rejections that an expired order may cause while it is not yet closed. */
const FREED_BY_EXPIRY: ReadonlySet<RejectionCode> = new Set<RejectionCode>([
  'insufficient_funds',
  'insufficient_shares',
  'too_many_open_orders',
]);

/**
 * Makes what orders hold available as soon as they expire: if `attempt` is rejected for lack of it, the user's expired
 * orders that are still open are closed, and the attempt is repeated once.
 */
export async function freeingDue<Result>(
  store: Store,
  userId: UserId,
  attempt: () => Promise<Result | Rejection>,
): Promise<Result | Rejection> {
  const outcome = await attempt();
  if (!isRejection(outcome) || !FREED_BY_EXPIRY.has(outcome.rejected)) return outcome;
  return (await expireDue(store, userId)) > 0 ? await attempt() : outcome;
}

const AT_ONCE = 10;

async function expireDue(store: Store, userId: UserId): Promise<number> {
  const due = await findDueOrders(store, userId);
  let closed = 0;
  for (let start = 0; start < due.length; start += AT_ONCE) {
    const outcomes = await Promise.all(
      due
        .slice(start, start + AT_ONCE)
        .map((orderId) =>
          cancelOrder(store, { userId, orderId, status: 'expired', reason: 'time_in_force' }),
        ),
    );
    closed += outcomes.filter((outcome) => !isRejection(outcome)).length;
  }
  return closed;
}
