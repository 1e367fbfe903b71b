import { entriesOf } from '../../domain/book';
import { mustLearnOf, withEntry } from '../../domain/book-index';
import type { OrderId, UserId } from '../../domain/ids';
import { money, quantity } from '../../domain/money';
import { heldBy, isBounded, MAX_BOUNDED_ORDERS, type Order, sharesKept } from '../../domain/order';
import { enteringAgain, quoteFor } from '../../domain/placement';
import { isRejection, type Rejection, reject } from '../../domain/rejection';
import { replaced, type TermsChange } from '../../domain/replacement';
import type { Stock } from '../../domain/stock';
import { fromAccountItem } from '../items/account';
import { fromHoldingItem } from '../items/holding';
import { commit, draftOf } from '../matching/commit-stock';
import { fillMetQuote } from '../matching/settle-stock';
import { readOrder } from '../queries/read-order';
import { readStock } from '../queries/read-stock';
import { VersionConflict, withRetry } from '../table/retry';
import type { Store } from '../table/store';
import { type Refused, transact, type Write } from '../table/transact';
import { inTurn, type Turn } from '../table/turns';
import { moveMoney, moveShares } from '../writes/move-balances';
import { moveEntry, updateOrder } from '../writes/update-order';
import { type Remember, recordWrite } from './idempotency';

export interface Replacement {
  readonly userId: UserId;
  readonly orderId: OrderId;
  readonly change: TermsChange;
}

export interface ReplacementOptions {
  readonly quoteMaxAgeSeconds: number;
  readonly marketCollarPercent?: number | undefined;
  /** With this many open, no further order gets a second bound. */
  readonly maxBoundedOrders?: number | undefined;
  readonly remember?: Remember<Order> | undefined;
}

/**
 * Changes an open order's terms: the order, its hold and its book entry in one transaction. Of this and a concurrent
 * fill exactly one wins. If the new terms meet the current quote, it fills the order like a new one.
 */
export async function replaceOrder(
  store: Store,
  request: Replacement,
  options: ReplacementOptions,
): Promise<Order | Rejection> {
  const done = await withRetry(store.retry, () =>
    inTurn(store.turns, (turn) => replaceOnce(store, request, options, turn)),
  );
  if (isRejection(done)) return done;
  const latest = await fillMetQuote(store, done.order, done.stock, options.quoteMaxAgeSeconds);
  return options.remember ? done.order : latest;
}

async function replaceOnce(
  store: Store,
  request: Replacement,
  options: ReplacementOptions,
  turn: Turn,
): Promise<{ order: Order; stock: Stock } | Rejection> {
  const {
    quoteMaxAgeSeconds,
    marketCollarPercent,
    maxBoundedOrders = MAX_BOUNDED_ORDERS,
    remember,
  } = options;
  const before = await readOrder(store, request.userId, request.orderId);
  if (!before) return reject('order_not_found');
  const stock = await readStock(store, before.stockId);
  if (!stock) return reject('stock_not_found');
  const now = store.now();
  const terms = replaced(before, request.change, store.newId(now), now, marketCollarPercent);
  if (isRejection(terms)) return terms;
  const order = enteringAgain(terms, stock, { now, quoteMaxAgeSeconds });
  // The order itself is among those open, hence one more.
  const openBelow = isBounded(order) && !isBounded(before) ? maxBoundedOrders + 1 : undefined;
  const writes = {
    ...(remember && { record: recordWrite(remember, order, now) }),
    order: updateOrder(before, order),
    ...holdChange(before, order, openBelow),
    ...moveEntry(before, order),
  };
  const meetsQuote = quoteFor(order, stock, { now, quoteMaxAgeSeconds }) !== undefined;
  // As with a placement, the stock takes part only if it must.
  const concernsStock = meetsQuote || entriesOf(order).some((entry) => mustLearnOf(stock, entry));
  if (concernsStock && (await turn.take(stock.id))) return await replaceOnce(store, request, options, turn);
  const refused = concernsStock
    ? await commitWithStock(store, { stock, order, meetsQuote }, writes)
    : await transact(store, writes);
  return refused ? rejectionOf(refused, order, openBelow) : { order, stock };
}

/** If the quote meets the new terms, the stock is marked as having an order to fill, even if this process dies first. */
async function commitWithStock(
  store: Store,
  { stock: read, order, meetsQuote }: { stock: Stock; order: Order; meetsQuote: boolean },
  writes: Record<string, Write>,
) {
  const draft = draftOf(read);
  const stock = entriesOf(order).reduce(withEntry, draft.stock);
  const unsettled = stock.unsettled || meetsQuote;
  const committed = await commit(store, { ...draft, stock: { ...stock, unsettled } }, async () => writes);
  return 'refused' in committed ? committed.refused : undefined;
}

/** @param openBelow for an order that gets a second bound: its kind must have fewer open orders, this one included */
function holdChange(before: Order, order: Order, openBelow: number | undefined): Record<string, Write> {
  const growth = heldBy(order) - heldBy(before);
  const isSame = growth === 0n && openBelow === undefined;
  if (order.side === 'sell') return isSame ? {} : { holding: freezeShares(order, Number(growth), openBelow) };
  const movement = { available: money(-growth), frozen: money(growth) };
  // A buy that gains an exit freezes the shares it has bought; one that loses its exit releases them.
  const kept = sharesKept(order) - sharesKept(before);
  return {
    ...(!isSame && { account: moveMoney(order.userId, movement, { openBuysBelow: openBelow }) }),
    ...(kept !== 0 && { holding: freezeShares(order, kept) }),
  };
}

function freezeShares({ userId, stockId }: Order, growth: number, openSellsBelow?: number): Write {
  const movement = { available: quantity(-growth), frozen: quantity(growth) };
  return moveShares(userId, stockId, movement, { openSellsBelow });
}

function rejectionOf(refused: Refused, order: Order, openBelow = Number.POSITIVE_INFINITY): Rejection {
  if (refused.has('record')) return reject('repeated');
  const [account, holding] = [refused.get('account'), refused.get('holding')];
  // A fill in between also moves the hold: only if the order is unchanged since the read is the hold to blame.
  if (refused.has('order') || !(account || holding))
    throw new VersionConflict(`order ${order.id} changed since it was read`);
  const open =
    order.side === 'buy'
      ? account && fromAccountItem(account).openBuys
      : holding && fromHoldingItem(holding).openSells;
  if (open !== undefined && open >= openBelow) return reject('too_many_open_orders');
  return reject(account ? 'insufficient_funds' : 'insufficient_shares');
}
