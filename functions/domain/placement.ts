import { placedAt } from './book';
import type { Interval } from './candle';
import { type Fill, fillAt, fillableQuantity, isTradable } from './fill';
import type { EntryId, OrderId, StockId, UserId } from './ids';
import { after, type Instant, MICROSECONDS } from './instant';
import { MAX_AMOUNT, NO_MONEY, NO_SHARES, worth } from './money';
import {
  accepts,
  checkTerms,
  closed,
  holdFor,
  isOpen,
  type Order,
  type Terms,
  type TimeInForce,
} from './order';
import { type Rejection, reject } from './rejection';
import { afterTrade, isFresh, offeredTo, type Quote, type Stock } from './stock';

export interface OrderRequest extends Terms {
  readonly id: OrderId;
  readonly userId: UserId;
  readonly stockId: StockId;
  readonly timeInForce: TimeInForce;
  /** For `gtd` only. */
  readonly expiresAt?: Instant | undefined;
}

/** An order as it enters: with what it fills at once, and the stock after that. */
export interface Placement {
  readonly order: Order;
  readonly fill?: Fill | undefined;
  readonly stock: Stock;
  /** The closed candles that are to count what it filled. */
  readonly missed?: readonly Interval[] | undefined;
}

export interface PlacementContext {
  readonly now: Instant;
  readonly quoteMaxAgeSeconds: number;
  readonly entryId: EntryId;
}

/** @param stock settled, so that whatever its quote still offers is not due to an earlier order */
export function place(request: OrderRequest, stock: Stock, context: PlacementContext): Placement | Rejection {
  const { now } = context;
  const refused = checkTerms(request);
  if (refused) return refused;
  if (request.expiresAt !== undefined && request.expiresAt <= now) return reject('expiry_in_the_past');
  const order = newOrder(request, stock, now);
  const quote = quoteFor(request, stock, context);
  if (quote && order.timeInForce === 'fok' && worth(quote.price, order.total) > MAX_AMOUNT)
    return reject('order_too_large');
  const shares = quote ? fillableQuantity(order, quote) : NO_SHARES;
  if (order.timeInForce === 'fok' && shares < order.total) {
    return { order: closed(order, 'rejected', 'fill_or_kill', now), stock };
  }
  if (!quote || shares === 0) return { order: rested(order, stock, now), stock };
  const fill = fillAt(order, quote, shares, context.entryId, now);
  return {
    order: rested(fill.order, stock, now),
    fill,
    ...afterTrade(stock, 'quote', order.side, shares),
  };
}

/** The quote that the order meets at once, if it does: one that is fresh, has a price, and has something left. */
export function quoteFor(
  terms: Terms,
  { quote }: Stock,
  { now, quoteMaxAgeSeconds }: Pick<PlacementContext, 'now' | 'quoteMaxAgeSeconds'>,
): Quote | undefined {
  if (!quote || !isTradable(quote) || !isFresh(quote, now, quoteMaxAgeSeconds)) return undefined;
  const isOffering = offeredTo(terms.side, quote) > 0;
  return isOffering && accepts(terms, quote.price) ? quote : undefined;
}

function newOrder(request: OrderRequest, stock: Stock, now: Instant): Order {
  return {
    ...request,
    stockName: stock.name,
    remaining: request.total,
    filledValue: NO_MONEY,
    initialHold: holdFor(request, request.total),
    expiresAt: request.timeInForce === 'day' ? endOfDay(now) : request.expiresAt,
    status: 'new',
    priority: request.id,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** A `day` order lives until midnight UTC. */
function endOfDay(now: Instant): Instant {
  return after(now, MICROSECONDS.day - (now % MICROSECONDS.day));
}

/** What is left of an order rests in the book, unless it is immediate or canceled. */
function rested(order: Order, { quote }: Stock, now: Instant): Order {
  if (!isOpen(order)) return order;
  if (order.timeInForce !== 'ioc') return placedAt(order, quote?.price);
  return { ...closed(order, 'expired', 'immediate_or_cancel', now), version: order.version };
}
