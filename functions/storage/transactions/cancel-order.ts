import type { OrderId, UserId } from '../../domain/ids';
import type { Actor } from '../../domain/ledger';
import { closed, expired, hasExpired, isOpen, type Order } from '../../domain/order';
import { type Rejection, reject } from '../../domain/rejection';
import { readOrder } from '../queries/read-order';
import { Overtaken, withRetry } from '../table/retry';
import type { Store } from '../table/store';
import { transact } from '../table/transact';
import { holdRelease } from '../writes/move-balances';
import { moveEntry, orderChange } from '../writes/order-change';
import { type Remember, recordWrite } from './idempotency';

export interface Cancellation {
  readonly userId: UserId;
  readonly orderId: OrderId;
  /** `canceled` by a person, `expired` by rule. */
  readonly status: 'canceled' | 'expired';
  readonly reason: string;
  /** The administrator who cancels it, if not the user. */
  readonly by?: Actor | undefined;
}

/**
 * Closes an open order and releases everything it still holds. Of this and a concurrent fill exactly one wins: the
 * order's version decides, and the loser rereads.
 */
export async function cancelOrder(
  store: Store,
  request: Cancellation,
  remember?: Remember<Order>,
): Promise<Order | Rejection> {
  return await withRetry(store.retry, async () => {
    const order = await readOrder(store, request.userId, request.orderId);
    if (!order) return reject('order_not_found');
    const now = store.now();
    const isDue = hasExpired(order, now);
    // The index used to find expired orders may lag behind a replacement.
    if (!isOpen(order) || (request.status === 'expired' && !isDue)) return reject('order_closed');
    const canceled = isDue ? expired(order) : closed(order, request.status, request.reason, now, request.by);
    const tooLate = isDue && request.status === 'canceled';
    const refused = await transact(store, {
      record: tooLate ? undefined : remember && recordWrite(remember, canceled, now),
      order: orderChange(order, canceled),
      hold: holdRelease(order),
      ...moveEntry(order, canceled),
    });
    if (refused?.has('record')) return reject('repeated');
    if (refused) throw new Overtaken(`order ${order.id} changed since it was read`);
    // Its hold is released now, but it expired; it was not canceled.
    return tooLate ? reject('order_closed') : canceled;
  });
}
