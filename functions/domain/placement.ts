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
import { priceFor } from './tick';

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

/** A placed order with its immediate fill, and the stock after that. */
export interface Placement {
  readonly order: Order;
  readonly fill?: Fill | undefined;
  /** The exit placed by a buy that closes at once. */
  readonly exit?: Order | undefined;
  readonly stock: Stock;
  /** Intervals whose closed candle must count what it filled. */
  readonly missed?: readonly Interval[] | undefined;
}

/** The time, and the age up to which a quote fills and triggers new orders. */
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

/** @param stock settled, so what its quote still offers isn't due to an earlier order */
export function place(request: OrderRequest, stock: Stock, context: PlacementContext): Placement | Rejection {
  const { now } = context;
  const order = entering(request, stock, context);
  if (isRejection(order)) return order;
  const quote = quoteFor(order, stock, context);
  if (quote && order.timeInForce === 'fok' && worth(priceFor(order.side, quote), order.total) > MAX_AMOUNT)
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
  const unsettled = traded.stock.unsettled || accepts(closing.exit, priceFor('sell', quote));
  return { ...closing, fill, ...traded, stock: { ...traded.stock, unsettled } };
}

/** The order of a request: with the bound derived from its type, and triggered if the quote reaches its stop. */
export function entering(
  request: OrderRequest,
  stock: Stock,
  context: Omit<PlacementContext, 'entryId' | 'exitOrderId'>,
): Order | Rejection {
  const { now } = context;
  const { quote } = stock;
  const price = quote && isTradable(quote) ? priceFor(request.side, quote) : undefined;
  const agreed = withCollar(request, price, context.marketCollarPercent);
  if (isRejection(agreed)) return agreed;
  const refused = checkTerms(agreed);
  if (refused) return refused;
  if (request.expiresAt !== undefined && request.expiresAt <= now) return reject('expiry_in_the_past');
  return triggeredByQuote(newOrder(agreed, stock, now), stock, context);
}

/** An order with changed terms: triggered if the quote reaches its stop, and placed as fits the quote. */
export function enteringAgain(order: Order, stock: Stock, context: Freshness): Order {
  return placedAt(triggeredByQuote(order, stock, context), stock.quote && priceFor(order.side, stock.quote));
}

function triggeredByQuote(order: Order, { quote }: Stock, { now, quoteMaxAgeSeconds }: Freshness): Order {
  const isMet = quote && isTradable(quote) && isFresh(quote, now, quoteMaxAgeSeconds);
  return isMet ? triggeredBy(order, priceFor(order.side, quote), now) : order;
}

/** A buy needs an upper bound. If its type doesn't require one, it is set a percentage above a price. */
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

/** Percentages have two decimals. */
const PARTS_PER_PERCENT = 100;

/** Rounded down to a whole amount, and never below the price. */
function collared(price: Money, percent: number): Money {
  const parts = BigInt(Math.round((100 + percent) * PARTS_PER_PERCENT));
  return money((price * parts) / BigInt(100 * PARTS_PER_PERCENT));
}

/** The quote, if it fills the order at once: it is fresh, the order accepts its price, and it has shares left. */
export function quoteFor(
  terms: Terms,
  { quote }: Stock,
  { now, quoteMaxAgeSeconds }: Freshness,
): Quote | undefined {
  if (!quote || !isTradable(quote) || !isFresh(quote, now, quoteMaxAgeSeconds)) return undefined;
  const isOffering = offeredTo(terms.side, quote) > 0;
  return isOffering && accepts(terms, priceFor(terms.side, quote)) ? quote : undefined;
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

/** A `day` order expires at midnight UTC. */
function endOfDay(now: Instant): Instant {
  return after(now, MICROSECONDS.day - (now % MICROSECONDS.day));
}

/** The rest of an order stays in the book, unless the order is immediate-or-cancel. */
function rested(order: Order, { quote }: Stock, now: Instant): Order {
  if (!isOpen(order)) return order;
  if (order.timeInForce !== 'ioc') return placedAt(order, quote && priceFor(order.side, quote));
  return { ...closed(order, 'expired', 'immediate_or_cancel', now), version: order.version };
}
