import { assert } from '../../domain/assert';
import { entriesOf } from '../../domain/book';
import { mustLearnOf, withEntry } from '../../domain/book-index';
import { type Closing, closingWithExit } from '../../domain/exit';
import type { OrderId, UserId } from '../../domain/ids';
import type { Actor } from '../../domain/ledger';
import { NO_SHARES } from '../../domain/money';
import { closed, expired, hasExpired, isOpen, type Order } from '../../domain/order';
import { type Rejection, reject } from '../../domain/rejection';
import { commit, draftOf } from '../matching/commit-stock';
import { readOrder } from '../queries/read-order';
import { readStock } from '../queries/read-stock';
import { VersionConflict, withRetry } from '../table/retry';
import type { Store } from '../table/store';
import { type Refused, transact, type Write } from '../table/transact';
import { holdRelease, moveShares } from '../writes/move-balances';
import { moveEntry, orderPut, updateOrder } from '../writes/update-order';
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

/** @param by the administrator who cancels it, if not the user */
export function canceledBy(by: Actor | undefined): Pick<Cancellation, 'status' | 'reason' | 'by'> {
  return { status: 'canceled', reason: by ? 'canceled_by_administrator' : 'canceled_by_user', by };
}

/**
 * Closes an open order and releases everything it still holds; shares a buy has bought go to its exit. Of a concurrent
 * fill and this exactly one wins: the order's version decides, and the loser rereads.
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
    const after = isDue ? expired(order) : closed(order, request.status, request.reason, now, request.by);
    const closing = closingWithExit(after, store.newId(now) as OrderId, now);
    const canceled = closing?.order ?? after;
    const tooLate = isDue && request.status === 'canceled';
    const refused = await commitClosing(store, closing, {
      record: tooLate ? undefined : remember && recordWrite(remember, canceled, now),
      order: updateOrder(order, canceled),
      hold: holdRelease(order),
      ...moveEntry(order, canceled),
    });
    if (refused?.has('record')) return reject('repeated');
    if (refused) throw new VersionConflict(`order ${order.id} changed since it was read`);
    // Its hold is released now, but it expired; it was not canceled.
    return tooLate ? reject('order_closed') : canceled;
  });
}

/** An exit that matching must know of is committed with the stock. It takes part from the next tick on. */
async function commitClosing(
  store: Store,
  closing: Closing | undefined,
  writes: Record<string, Write | undefined>,
): Promise<Refused | undefined> {
  if (!closing) return await transact(store, writes);
  const { exit } = closing;
  const { userId, stockId } = exit;
  const all = async () => ({
    ...writes,
    // The shares have been frozen since they were bought.
    holding: moveShares(userId, stockId, { available: NO_SHARES, frozen: NO_SHARES, openSells: 1 }),
    exit: orderPut(exit),
    ...moveEntry(undefined, exit),
  });
  const stock = await readStock(store, stockId);
  assert(stock !== undefined, 'an order has no stock');
  const entries = entriesOf(exit);
  if (!entries.some((entry) => mustLearnOf(stock, entry))) return await transact(store, await all());
  const draft = draftOf(stock);
  const committed = await commit(store, { ...draft, stock: entries.reduce(withEntry, draft.stock) }, all);
  return 'refused' in committed ? committed.refused : undefined;
}
