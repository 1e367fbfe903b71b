import { placedAt } from './book';
import type { Interval } from './candle';
import { closingWithExit } from './exit';
import type { FeeSchedule } from './fees';
import { type Fill, fillAt, fillableQuantity, isTradable } from './fill';
import type { EntryId, OrderId, StockId, UserId } from './ids';
import { after, type Instant, MICROSECONDS } from './instant';
import { MAX_AMOUNT, type Money, money, NO_MONEY, NO_SHARES, worth } from './money';
import {
  accepts,
  checkTerms,
  closed,
  heldBy,
  isOpen,
  type Order,
  type Terms,
  type TimeInForce,
  triggeredBy,
} from './order';
import { type OrderType, rulesOf } from './order-type';
import { isRejection, type Rejection, reject } from './rejection';
import { afterTrade, isFresh, offeredTo, type Quote, type Stock } from './stock';

export interface OrderRequest extends Terms {
  readonly type: OrderType;
  readonly id: OrderId;
  readonly userId: UserId;
  readonly stockId: StockId;
  readonly timeInForce: TimeInForce;
  readonly feeSchedule?: FeeSchedule | undefined;
  /** For `gtd` only. */
  readonly expiresAt?: Instant | undefined;
}

/** An order as it enters: with what it fills at once, and the stock after that. */
export interface Placement {
  readonly order: Order;
  readonly fill?: Fill | undefined;
  /** What a buy that closes at once leaves behind to sell what it bought. */
  readonly exit?: Order | undefined;
  readonly stock: Stock;
  /** The closed candles that are to count what it filled. */
  readonly missed?: readonly Interval[] | undefined;
}

/** When it is, and until what age a quote fills and triggers what enters. */
export interface Freshness {
  readonly now: Instant;
  readonly quoteMaxAgeSeconds: number;
}

export interface PlacementContext extends Freshness {
  /** How far beyond the price a market order may fill; {@link MARKET_COLLAR_PERCENT} unless configured otherwise. */
  readonly marketCollarPercent?: number | undefined;
  readonly entryId: EntryId;
  readonly exitOrderId: OrderId;
}

const MARKET_COLLAR_PERCENT = 5;

/** @param stock settled, so that whatever its quote still offers is not due to an earlier order */
export function place(request: OrderRequest, stock: Stock, context: PlacementContext): Placement | Rejection {
  const { now } = context;
  const order = entering(request, stock, context);
  if (isRejection(order)) return order;
  const quote = quoteFor(order, stock, context);
  if (quote && order.timeInForce === 'fok' && worth(quote.price, order.total) > MAX_AMOUNT)
    return reject('order_too_large');
  const shares = quote ? fillableQuantity(order, quote) : NO_SHARES;
  if (order.timeInForce === 'fok' && shares < order.total) {
    return { order: closed(order, 'rejected', 'fill_or_kill', now), stock };
  }
  if (!quote || shares === 0) return { order: rested(order, stock, now), stock };
  const fill = fillAt(order, quote, shares, context.entryId, now);
  const rest = rested(fill.order, stock, now);
  const traded = afterTrade(stock, 'quote', order.side, shares);
  const closing = closingWithExit(rest, context.exitOrderId, now, quote);
  if (!closing) return { order: rest, fill, ...traded };
  // Marked so that the exit is matched even if nobody gets beyond the commit.
  const unsettled = traded.stock.unsettled || accepts(closing.exit, quote.price);
  return { ...closing, fill, ...traded, stock: { ...traded.stock, unsettled } };
}

/** The order that a request comes to: with the bound that its type makes, and triggered where the quote is beyond. */
export function entering(
  request: OrderRequest,
  stock: Stock,
  context: Omit<PlacementContext, 'entryId' | 'exitOrderId'>,
): Order | Rejection {
  const { now } = context;
  const { quote } = stock;
  const price = quote && isTradable(quote) ? quote.price : undefined;
  const agreed = withCollar(request, price, context.marketCollarPercent);
  if (isRejection(agreed)) return agreed;
  const refused = checkTerms(agreed);
  if (refused) return refused;
  if (request.expiresAt !== undefined && request.expiresAt <= now) return reject('expiry_in_the_past');
  return triggeredByQuote(newOrder(agreed, stock, now), stock, context);
}

/** An order with other terms where those belong. */
export function enteringAgain(order: Order, stock: Stock, context: Freshness): Order {
  return placedAt(triggeredByQuote(order, stock, context), stock.quote?.price);
}

function triggeredByQuote(order: Order, { quote }: Stock, { now, quoteMaxAgeSeconds }: Freshness): Order {
  const isMet = quote && isTradable(quote) && isFresh(quote, now, quoteMaxAgeSeconds);
  return isMet ? triggeredBy(order, quote.price, now) : order;
}

/** A buy must say how much it may cost at most. Where its type asks nobody for that, it is a part above a price. */
export function withCollar<T extends Terms & { readonly type: OrderType }>(
  terms: T,
  price: Money | undefined,
  percent = MARKET_COLLAR_PERCENT,
): T | Rejection {
  const { collarAround } = rulesOf(terms.type);
  if (collarAround === undefined) return terms;
  const around = collarAround === 'quote' ? price : terms.stopPrice;
  if (around === undefined) return reject('no_quote');
  return terms.side === 'buy' ? { ...terms, upperBound: collared(around, percent) } : terms;
}

/** Percent count to the second decimal. */
const PARTS_PER_PERCENT = 100;

/** Rounded down to what an amount can tell, and never below the price. */
function collared(price: Money, percent: number): Money {
  const parts = BigInt(Math.round((100 + percent) * PARTS_PER_PERCENT));
  return money((price * parts) / BigInt(100 * PARTS_PER_PERCENT));
}

/** The quote that the order meets at once, if it does: one that is fresh, has a price, and has something left. */
export function quoteFor(
  terms: Terms,
  { quote }: Stock,
  { now, quoteMaxAgeSeconds }: Freshness,
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
    initialHold: heldBy({ ...request, remaining: request.total, filledValue: NO_MONEY }),
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
