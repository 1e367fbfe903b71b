import { assert } from './assert';
import type { OrderId, StockId, UserId } from './ids';
import type { Instant } from './instant';
import { type Money, NO_MONEY, type Quantity } from './money';
import { isBounded, isLive, isOpen, isReached, type Order, pendingStop, priceRange } from './order';
import type { Side } from './side';

/**
 * The book of a stock is split into bands by the magnitude of the bound that does *not* decide priority: a buy's
 * lower bound, a sell's upper bound. A tick then reads only the bands its price can meet. Band 0 is "no bound" for a
 * buy, {@link OPEN_BAND} is "no bound" for a sell.
 *
 * Orders whose other bound, or stop, the price has not reached yet wait outside all bands, ordered by that price. The
 * stock knows the nearest one of each side, so a tick that reaches none reads none, however many there are.
 */
export type Band = number;

export const OPEN_BAND: Band = 127;
export const WAITING: Band = 128;

/** An immutable pointer to an open order, with what matching needs before it reads the order itself. */
export interface BookEntry {
  readonly stockId: StockId;
  readonly side: Side;
  readonly band: Band;
  readonly lower: Money;
  readonly upper: Money;
  /** The price that a waiting entry waits for. */
  readonly trigger?: Money | undefined;
  readonly total: Quantity;
  readonly priority: string;
  readonly orderId: OrderId;
  readonly userId: UserId;
  readonly expiresAt?: Instant | undefined;
}

/** Bands are powers of √2, computed exactly: 1 + ⌊2·log₂ n⌋ is the bit length of n². A bound of zero is band 0. */
export function bandOf(bound: Money): Band {
  return bound === NO_MONEY ? 0 : (bound * bound).toString(2).length;
}

export function bandOfOrder(order: Order): Band {
  if (order.isWaiting) return WAITING;
  if (order.side === 'buy') return bandOf(priceRange(order).lower);
  return order.upperBound === undefined ? OPEN_BAND : bandOf(order.upperBound);
}

/** An open order's entries in the book: a sell with two ways to fill has two. */
export function entriesOf(order: Order): readonly BookEntry[] {
  if (!isOpen(order)) return [];
  const stop = pendingStop(order);
  const resting = isLive(order) ? [bookEntryOf(order)] : [];
  return stop === undefined ? resting : [...resting, { ...bookEntryOf(order), band: WAITING, trigger: stop }];
}

/** The entry of an order that needs no trigger. */
export function bookEntryOf(order: Order): BookEntry {
  const { stockId, side, total, priority, id, userId, expiresAt } = order;
  return {
    stockId,
    side,
    band: bandOfOrder(order),
    ...priceRange(order),
    trigger: order.isWaiting && otherBound(order),
    total,
    priority,
    orderId: id,
    userId,
    expiresAt,
  };
}

/** A band that is always read, so orders enter it without changing the stock. */
export function isPlainBand(side: Side, band: Band): boolean {
  return band === (side === 'buy' ? 0 : OPEN_BAND);
}

/** The bound that doesn't decide priority, which the price reaches from outside. */
function otherBound(order: Order): Money {
  const { lower, upper } = priceRange(order);
  return order.side === 'buy' ? lower : upper;
}

/** The price that an entry waits for. */
export function triggerOf({ trigger }: BookEntry): Money {
  assert(trigger !== undefined, 'a waiting entry has no trigger');
  return trigger;
}

/** The order placed as fits the price: it waits as long as the price hasn't reached its other bound. */
export function placedAt(order: Order, price: Money | undefined): Order {
  const isThere =
    !isBounded(order) || (price !== undefined && isReached(order.side, otherBound(order), price));
  return { ...order, isWaiting: isThere ? undefined : true };
}

/** The order after the price has reached what its entry waited for. */
export function woken(order: Order, at: Instant): Order {
  const isStop = pendingStop(order) !== undefined;
  const changed = isStop ? { triggeredAt: at, updatedAt: at } : { isWaiting: undefined };
  return { ...order, ...changed, version: order.version + 1 };
}

/** Whether the entry is still the order's. An entry never changes, and a replaced order gets another. */
export function isEntryOf(order: Order, entry: BookEntry): boolean {
  return entriesOf(order).some(
    ({ band, priority, lower, upper, trigger }) =>
      priority === entry.priority &&
      lower === entry.lower &&
      upper === entry.upper &&
      band === entry.band &&
      trigger === entry.trigger,
  );
}

/** Whether a band can hold an order that accepts some price between `lowest` and `highest`. */
export function bandCanMeet(side: Side, band: Band, { lowest, highest }: PriceSpan): boolean {
  return side === 'buy' ? band <= bandOf(highest) : band >= bandOf(lowest);
}

export interface PriceSpan {
  readonly lowest: Money;
  readonly highest: Money;
}

/** The bound that decides priority: buys that offer more go first, and sells that ask less. */
export function priorityBound(entry: Pick<BookEntry, 'side' | 'lower' | 'upper'>): Money {
  return entry.side === 'buy' ? entry.upper : entry.lower;
}

/** Price-time priority: negative if `a` goes before `b`. Both are on the same side. */
export function comparePriority(a: BookEntry, b: BookEntry): number {
  const [first, second] = [priorityBound(a), priorityBound(b)];
  if (first !== second) return first < second === (a.side === 'sell') ? -1 : 1;
  return a.priority < b.priority ? -1 : a.priority > b.priority ? 1 : 0;
}

/** Whether the entry's priority bound is beyond the price, and with it that of every entry behind it. */
export function isBeyond(entry: BookEntry, price: Money): boolean {
  return entry.side === 'buy' ? entry.upper < price : entry.lower > price;
}

export function meets(entry: BookEntry, price: Money): boolean {
  return entry.lower <= price && price <= entry.upper;
}
