import type { EntryId } from './ids';
import type { Instant } from './instant';
import type { LedgerEntry, Trade } from './ledger';
import {
  MAX_AMOUNT,
  type Money,
  minus,
  money,
  NO_SHARES,
  negated,
  plus,
  type Quantity,
  quantity,
  worth,
} from './money';
import { feesPaid, filledBy, hasExpired, heldBy, holdOf, isOpen, type Order } from './order';
import { offeredTo, type Quote } from './stock';
import { identityOf, priceFor } from './tick';

export interface Movement {
  readonly available: Money;
  readonly frozen: Money;
}

export interface ShareMovement {
  readonly available: Quantity;
  readonly frozen: Quantity;
}

/** A fill of one order by one quote: the order afterwards, and everything that moves. */
export interface Fill {
  readonly before: Order;
  readonly order: Order;
  readonly shares: Quantity;
  readonly price: Money;
  readonly value: Money;
  readonly money: Movement;
  readonly holding: ShareMovement;
  readonly entry: LedgerEntry;
}

/**
 * @returns how many shares the order takes of the quote: at most what is left for its side and what may trade at once.
 *   Only a sell without an upper bound can exceed the latter; its rest waits for the next quote.
 */
export function fillableQuantity(order: Order, quote: Quote): Quantity {
  return quantity(
    Math.min(order.remaining, offeredTo(order.side, quote), mostAtOnce(priceFor(order.side, quote))),
  );
}

/** The most shares whose value doesn't exceed the maximum amount. */
function mostAtOnce(price: Money): number {
  return price > 0n ? Number(MAX_AMOUNT / price) : Number.POSITIVE_INFINITY;
}

/** Whether the quote has a price. Version 0.1 accepted ticks of price 0, and such a quote may still be stored. */
export function isTradable(quote: Quote): boolean {
  return quote.price > 0n;
}

export function mayFill(order: Order, now: Instant): boolean {
  return isOpen(order) && !hasExpired(order, now);
}

/** Whether the order already had its current terms when a tick was received: only then may a late tick fill it. */
export function stoodAt(order: Order, instant: Instant): boolean {
  return agreedAt(order) <= instant;
}

/** Whether a quote was fresh when the order got its terms. An exit goes by the buy that has left it. */
export function cameInTime(order: Order, freshUntil: Instant): boolean {
  return agreedAt(order) < freshUntil || order.parentOrderId !== undefined;
}

function agreedAt({ agreedAt, createdAt }: Order): Instant {
  return agreedAt ?? createdAt;
}

/**
 * Fills `shares` of the order at the quote's price. A buy captures price × shares plus the fee from its hold, and
 * immediately releases what it held above that; a sell is credited the value less the fee, and gives up the shares it
 * held.
 */
export function fillAt(order: Order, quote: Quote, shares: Quantity, entryId: EntryId, now: Instant): Fill {
  const price = priceFor(order.side, quote);
  const after = filledBy(order, shares, price, now);
  const value = worth(price, shares);
  const fee = minus(feesPaid(after), feesPaid(order));
  const isBuy = order.side === 'buy';
  const moved = isBuy ? negated(plus(value, fee)) : minus(value, fee);
  const released = money(isBuy ? heldBy(order) - holdOf(after).remaining : 0n);
  return {
    before: order,
    order: after,
    shares,
    price,
    value,
    money: { available: plus(released, moved), frozen: negated(released) },
    holding: isBuy ? bought(order, shares) : { available: NO_SHARES, frozen: quantity(-shares) },
    entry: {
      id: entryId,
      type: order.side,
      userId: order.userId,
      money: moved,
      at: now,
      trade: {
        stockId: order.stockId,
        stockName: order.stockName,
        orderId: order.id,
        price,
        shares,
        ...(fee > 0n && { fee }),
        quotedAt: quote.timestamp,
        availability: quote.availability,
        ...extrasOf(quote),
      },
    },
  };
}

/** Shares for the order's exit are frozen from the start, or they could be sold before the exit is placed. */
function bought({ exit }: Order, shares: Quantity): ShareMovement {
  return exit ? { available: NO_SHARES, frozen: shares } : { available: shares, frozen: NO_SHARES };
}

function extrasOf(quote: Quote): Partial<Trade> {
  const { timestamp: _, availability: __, sequence, ...quoted } = identityOf(quote);
  const isQuoted = quoted.ask !== undefined || quoted.bid !== undefined;
  return { ...(sequence !== undefined && { sequence }), ...(isQuoted && { quoted }) };
}
