import { bandOfOrder, bookEntryOf } from '../../domain/book';
import type { OrderId, UserId } from '../../domain/ids';
import { money, quantity } from '../../domain/money';
import { holdFor, type Order } from '../../domain/order';
import { quoteFor } from '../../domain/placement';
import { isRejection, type Rejection, reject } from '../../domain/rejection';
import { type OrderChange, replaced } from '../../domain/replacement';
import { hasBand, type Stock, withBand } from '../../domain/stock';
import { bookEntryKey, toBookEntryItem } from '../items/book-entry';
import { commit, draftOf } from '../matching/commit-stock';
import { settleStock } from '../matching/match-ticks';
import { readOrder } from '../queries/read-order';
import { readStock } from '../queries/read-stock';
import { afterCommit } from '../table/after-commit';
import { Overtaken, withRetry } from '../table/retry';
import type { Store } from '../table/store';
import { type Refused, transact, type Write } from '../table/transact';
import { moveMoney, moveShares } from '../writes/move-balances';
import { orderChange } from '../writes/order-change';
import { type Remember, recordWrite } from './idempotency';

export interface Replacement {
  readonly userId: UserId;
  readonly orderId: OrderId;
  readonly change: OrderChange;
}

export interface ReplacementOptions {
  readonly quoteMaxAgeSeconds: number;
  readonly remember?: Remember<Order> | undefined;
}

/**
 * Gives an open order other terms: the order, its hold and its place in the book in one transaction. Against a
 * concurrent fill exactly one wins. New terms that meet the present quote are filled by it like a new order.
 */
export async function replaceOrder(
  store: Store,
  request: Replacement,
  options: ReplacementOptions,
): Promise<Order | Rejection> {
  const order = await withRetry(store.retry, () => replaceOnce(store, request, options));
  if (isRejection(order)) return order;
  const latest = await afterCommit(order, () => meetLatestQuote(store, order, options));
  return options.remember ? order : latest;
}

async function replaceOnce(
  store: Store,
  request: Replacement,
  { quoteMaxAgeSeconds, remember }: ReplacementOptions,
): Promise<Order | Rejection> {
  const before = await readOrder(store, request.userId, request.orderId);
  if (!before) return reject('order_not_found');
  const stock = await readStock(store, before.stockId);
  if (!stock) return reject('stock_not_found');
  const now = store.now();
  const order = replaced(before, request.change, store.newId(now), now);
  if (isRejection(order)) return order;
  const writes = {
    ...(remember && { record: recordWrite(remember, order, now) }),
    ...replacementWrites(before, order),
  };
  const meetsQuote = quoteFor(order, stock, { now, quoteMaxAgeSeconds }) !== undefined;
  const refused = await commitReplacement(store, { stock, order, meetsQuote }, writes);
  return refused ? rejectionOf(refused, order) : order;
}

/**
 * As with a placement, the stock takes part only when the order opens a band, or when the quote meets the new terms:
 * then it says that it has an order to fill, so that this is done even when this process dies before it comes to it.
 */
async function commitReplacement(
  store: Store,
  { stock: read, order, meetsQuote }: { stock: Stock; order: Order; meetsQuote: boolean },
  writes: Record<string, Write>,
) {
  const band = bandOfOrder(order);
  const opensBand = !hasBand(read, order.side, band);
  if (!opensBand && !meetsQuote) return await transact(store, writes);
  const draft = draftOf(read);
  const stock = opensBand ? withBand(draft.stock, order.side, band) : draft.stock;
  const unsettled = stock.unsettled || meetsQuote;
  const committed = await commit(store, { ...draft, stock: { ...stock, unsettled } }, async () => writes);
  return 'refused' in committed ? committed.refused : undefined;
}

/** Also a quote that came between reading the stock and replacing the order, when the tick had passed the order by. */
async function meetLatestQuote(
  store: Store,
  order: Order,
  { quoteMaxAgeSeconds }: ReplacementOptions,
): Promise<Order> {
  const stock = await readStock(store, order.stockId);
  if (!stock || !quoteFor(order, stock, { now: store.now(), quoteMaxAgeSeconds })) return order;
  await settleStock(store, order.stockId, quoteMaxAgeSeconds);
  return (await readOrder(store, order.userId, order.id)) ?? order;
}

function replacementWrites(before: Order, order: Order): Record<string, Write> {
  const [oldKey, entry] = [bookEntryKey(bookEntryOf(before)), bookEntryOf(order)];
  const newKey = bookEntryKey(entry);
  const isSamePlace = oldKey.PK === newKey.PK && oldKey.SK === newKey.SK;
  return {
    order: orderChange(before, order),
    ...holdChange(before, order),
    ...(!isSamePlace && { oldEntry: { Delete: { Key: oldKey } } }),
    entry: { Put: { Item: toBookEntryItem(entry) } },
  };
}

function holdChange(before: Order, order: Order): Record<string, Write> {
  const growth = holdFor(order, order.remaining) - holdFor(before, before.remaining);
  if (growth === 0n) return {};
  const { userId, stockId } = order;
  if (order.side === 'buy')
    return { account: moveMoney(userId, { available: money(-growth), frozen: money(growth) }) };
  const movement = { available: quantity(-Number(growth)), frozen: quantity(Number(growth)) };
  return { holding: moveShares(userId, stockId, movement) };
}

function rejectionOf(refused: Refused, order: Order): Rejection {
  if (refused.has('record')) return reject('repeated');
  // A fill that came in between also moves the hold: only when the order is as it was read is the hold to blame.
  if (!refused.has('order') && refused.has('account')) return reject('insufficient_funds');
  if (!refused.has('order') && refused.has('holding')) return reject('insufficient_shares');
  throw new Overtaken(`order ${order.id} changed since it was read`);
}
