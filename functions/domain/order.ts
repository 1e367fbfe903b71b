import { assert } from './assert';
import { type FeeSchedule, feesOn } from './fees';
import type { OrderId, StockId, UserId } from './ids';
import type { Instant } from './instant';
import type { Actor } from './ledger';
import { MAX_AMOUNT, type Money, NO_MONEY, NO_SHARES, plus, type Quantity, quantity, worth } from './money';
import type { OrderType } from './order-type';
import { type Rejection, reject } from './rejection';
import type { Side } from './side';

export type TimeInForce = 'gtc' | 'day' | 'gtd' | 'ioc' | 'fok';
export type OpenStatus = 'new' | 'partially_filled';
export type ClosedStatus = 'filled' | 'canceled' | 'expired' | 'rejected';

/** Two ways to sell that exclude each other: at a price worth waiting for, or once the price falls to a limit. */
export interface Exit {
  readonly takeProfit?: Money | undefined;
  readonly stopLoss?: Money | undefined;
}

/** The terms requested, plus those derived from the type. A missing bound doesn't limit. */
export interface Terms {
  readonly side: Side;
  readonly total: Quantity;
  readonly lowerBound?: Money | undefined;
  readonly upperBound?: Money | undefined;
  /** The price that triggers it: a buy when the market rises to it, a sell when it falls to it. */
  readonly stopPrice?: Money | undefined;
  /** Of a sell, how it fills; of a buy, how the shares it bought are sold. */
  readonly exit?: Exit | undefined;
  /** Once triggered it stays triggered, wherever the price goes. */
  readonly triggeredAt?: Instant | undefined;
}

export interface Order extends Terms {
  readonly type: OrderType;
  readonly id: OrderId;
  readonly userId: UserId;
  readonly stockId: StockId;
  readonly stockName: string;
  readonly remaining: Quantity;
  /** Σ price × quantity over the order's fills. */
  readonly filledValue: Money;
  readonly feeSchedule?: FeeSchedule | undefined;
  /** Fees charged so far, if any. */
  readonly fees?: Money | undefined;
  /** Everything ever held for it: money in 1/10,000 for a buy, shares for a sell. */
  readonly initialHold: bigint;
  readonly timeInForce: TimeInForce;
  readonly expiresAt?: Instant | undefined;
  readonly status: OpenStatus | ClosedStatus;
  readonly statusReason?: string | undefined;
  /** A ULID that breaks ties at one price; the order's own id until a replacement loses its place. */
  readonly priority: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** When its current terms were set, if not when it was placed. */
  readonly agreedAt?: Instant | undefined;
  readonly closedAt?: Instant | undefined;
  /** The administrator who canceled it, if not the user. */
  readonly closedBy?: Actor | undefined;
  /** Of a closed buy: the exit placed for the shares it bought. */
  readonly exitOrderId?: OrderId | undefined;
  /** Of an exit placed by a buy: that buy. */
  readonly parentOrderId?: OrderId | undefined;
  /** Its book entry waits for the price to reach the bound that doesn't decide priority. */
  readonly isWaiting?: true | undefined;
  /** Incremented by every change, so one of two concurrent changes fails. */
  readonly version: number;
}

/** How many buys of a user, and how many sells of a user's holding, may be open unless configured otherwise. */
export const MAX_OPEN_ORDERS = 1000;
/** With this many open, no order with a second bound is accepted: ticks may have to read past those without a fill. */
export const MAX_BOUNDED_ORDERS = 250;

export interface PriceRange {
  readonly lower: Money;
  readonly upper: Money;
}

/** No price exceeds it. */
export const NO_UPPER_BOUND = MAX_AMOUNT;

/** The prices at which the order may fill, once it is live. */
export function priceRange(terms: Terms): PriceRange {
  const { side, lowerBound = NO_MONEY, upperBound, exit, triggeredAt } = terms;
  if (side === 'buy') {
    assert(upperBound !== undefined, 'a buy has an upper bound');
    return { lower: lowerBound, upper: upperBound };
  }
  const takeProfit = triggeredAt === undefined ? exit?.takeProfit : undefined;
  return { lower: takeProfit ?? lowerBound, upper: upperBound ?? NO_UPPER_BOUND };
}

/** The price that will trigger the order, unless it already is. */
export function pendingStop({ side, stopPrice, exit, triggeredAt }: Terms): Money | undefined {
  if (triggeredAt !== undefined) return undefined;
  return stopPrice ?? (side === 'sell' ? exit?.stopLoss : undefined);
}

/** Whether the order can fill now. One that waits to be triggered can't, unless it also has a take-profit. */
export function isLive(terms: Terms): boolean {
  return pendingStop(terms) === undefined || (terms.side === 'sell' && terms.exit?.takeProfit !== undefined);
}

/** Whether the market has reached a price: risen to a buy's, or fallen to a sell's. */
export function isReached(side: Side, trigger: Money, price: Money): boolean {
  return side === 'buy' ? price >= trigger : price <= trigger;
}

/** The order, triggered if the price reaches its stop. */
export function triggeredBy<T extends Terms>(order: T, price: Money, at: Instant): T {
  const stop = pendingStop(order);
  return stop !== undefined && isReached(order.side, stop, price) ? { ...order, triggeredAt: at } : order;
}

/** Whether the order also has the bound that doesn't decide priority. A lower bound of zero doesn't count. */
export function isBounded({ side, lowerBound = NO_MONEY, upperBound }: Terms): boolean {
  return side === 'buy' ? lowerBound > 0n : upperBound !== undefined;
}

export function checkTerms(terms: Terms): Rejection | undefined {
  const { side, total, lowerBound, upperBound, stopPrice, exit } = terms;
  if (isGreater(lowerBound, upperBound) || isGreaterOrEqual(exit?.stopLoss, exit?.takeProfit))
    return reject('invalid_bounds');
  const ofBounds = side === 'buy' ? upperBound : (upperBound ?? lowerBound);
  const prices = [ofBounds, stopPrice, exit?.takeProfit, exit?.stopLoss].filter(
    (price) => price !== undefined,
  );
  return prices.some((price) => worth(price, total) > MAX_AMOUNT) ? reject('order_too_large') : undefined;
}

function isGreater(a: Money | undefined, b: Money | undefined): boolean {
  return a !== undefined && b !== undefined && a > b;
}

function isGreaterOrEqual(a: Money | undefined, b: Money | undefined): boolean {
  return a !== undefined && b !== undefined && a >= b;
}

export function accepts(terms: Terms, price: Money): boolean {
  const { lower, upper } = priceRange(terms);
  return isLive(terms) && lower <= price && price <= upper;
}

export function isOpen(order: Order): boolean {
  return order.status === 'new' || order.status === 'partially_filled';
}

export function hasExpired(order: { expiresAt?: Instant | undefined }, now: Instant): boolean {
  return order.expiresAt !== undefined && order.expiresAt <= now;
}

export function filledQuantity(order: Order): Quantity {
  return quantity(order.total - order.remaining);
}

type Charged = Terms & Pick<Order, 'remaining' | 'filledValue' | 'feeSchedule' | 'fees'>;

/** Fees charged for the order's fills so far. */
export function feesPaid({ fees = NO_MONEY }: Pick<Order, 'fees'>): Money {
  return fees;
}

/**
 * The order's total fees including this fill, from which those already charged are deducted: so it makes no difference
 * in how many parts an order fills. A sell's fill is never charged more than its value; later ones make up for it.
 */
function feesWith(order: Charged, shares: Quantity, value: Money): Money {
  const { side, total, remaining, filledValue, feeSchedule } = order;
  const filled = total - remaining + shares;
  const due = feesOn(feeSchedule, side, plus(filledValue, value), filled);
  const most = plus(feesPaid(order), value);
  return side === 'sell' && due > most ? most : due;
}

/**
 * What an open order holds: for a sell its shares; for a buy the cost of the rest at its upper bound, with fees. A fill
 * never takes more than was held for its shares.
 */
export function heldBy(order: Charged): bigint {
  const { side, total, remaining, filledValue, feeSchedule } = order;
  if (side === 'sell') return BigInt(remaining);
  const value = worth(priceRange(order).upper, remaining);
  return value + feesOn(feeSchedule, side, plus(filledValue, value), total) - feesPaid(order);
}

/** The shares that an open buy has bought and keeps frozen for its exit, so they can't be sold twice. */
export function sharesKept(order: Order): Quantity {
  return order.side === 'buy' && order.exit && isOpen(order) ? filledQuantity(order) : NO_SHARES;
}

export interface Hold {
  readonly initial: bigint;
  readonly captured: bigint;
  readonly released: bigint;
  readonly remaining: bigint;
}

/** `initial = captured + released + remaining`, in money for a buy and in shares for a sell. */
export function holdOf(order: Order): Hold {
  const captured =
    order.side === 'buy' ? plus(order.filledValue, feesPaid(order)) : BigInt(filledQuantity(order));
  const remaining = isOpen(order) ? heldBy(order) : 0n;
  return {
    initial: order.initialHold,
    captured,
    released: order.initialHold - captured - remaining,
    remaining,
  };
}

export function filledBy(order: Order, shares: Quantity, price: Money, at: Instant): Order {
  assert(isOpen(order), `order ${order.id} is closed`);
  assert(
    shares > 0 && shares <= order.remaining,
    `order ${order.id} can't fill ${shares} of ${order.remaining}`,
  );
  assert(accepts(order, price), `order ${order.id} doesn't accept the price ${price}`);
  const remaining = quantity(order.remaining - shares);
  const value = worth(price, shares);
  const fees = feesWith(order, shares, value);
  const filled = {
    ...order,
    remaining,
    filledValue: plus(order.filledValue, value),
    ...(fees > 0n && { fees }),
    updatedAt: at,
    version: order.version + 1,
  };
  return remaining > 0
    ? { ...filled, status: 'partially_filled' }
    : { ...filled, status: 'filled', closedAt: at };
}

/** The order closed at its expiry, whenever that is actually recorded. */
export function expired(order: Order): Order {
  assert(order.expiresAt !== undefined, `order ${order.id} has an end`);
  return closed(order, 'expired', 'time_in_force', order.expiresAt);
}

/** The order as of `now`: one past its expiry counts as expired even if that isn't recorded yet. */
export function asOf(order: Order, now: Instant): Order {
  return isOpen(order) && hasExpired(order, now) ? { ...expired(order), version: order.version } : order;
}

export function closed(
  order: Order,
  status: Exclude<ClosedStatus, 'filled'>,
  reason: string,
  at: Instant,
  by?: Actor,
): Order {
  assert(isOpen(order), `order ${order.id} is closed already`);
  const changed = { ...order, updatedAt: at, version: order.version + 1 };
  return { ...changed, status, statusReason: reason, closedAt: at, closedBy: by };
}
