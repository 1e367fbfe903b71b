import { greatest } from './extremes';
import type { Instant } from './instant';
import { type Money, type Quantity, quantity } from './money';
import {
  checkTerms,
  filledQuantity,
  hasExpired,
  holdFor,
  isOpen,
  type Order,
  priceRange,
  type Terms,
} from './order';
import { type Rejection, reject, rejectFields } from './rejection';

/** What a replacement may change. What is left out stays; `null` takes a bound away. */
export interface OrderChange {
  readonly total?: Quantity | undefined;
  readonly lowerBound?: Money | null | undefined;
  readonly upperBound?: Money | null | undefined;
}

/**
 * The order with other terms and the hold that they need. It keeps its place among orders of its price only when
 * the price is the same and it does not ask for more: otherwise it would push ahead of those behind it.
 *
 * @param priority what a lost place is replaced by: a ULID of now
 */
export function replaced(
  order: Order,
  change: OrderChange,
  priority: string,
  now: Instant,
): Order | Rejection {
  if (!isOpen(order) || hasExpired(order, now)) return reject('order_closed');
  const terms = changedTerms(order, change);
  if (isUnbounded(terms)) return rejectFields([{ field: neededBound(terms), message: 'is needed' }]);
  const refused = checkTerms(terms);
  if (refused) return refused;
  const remaining = quantity(terms.total - filledQuantity(order));
  if (remaining <= 0) return reject('total_already_filled');
  const growth = holdFor(terms, remaining) - holdFor(order, order.remaining);
  return {
    ...order,
    ...terms,
    remaining,
    initialHold: order.initialHold + greatest(growth, 0n),
    priority: keepsPlace(order, terms) ? order.priority : priority,
    updatedAt: now,
    agreedAt: now,
    version: order.version + 1,
  };
}

function changedTerms(order: Order, { total = order.total, lowerBound, upperBound }: OrderChange): Terms {
  return {
    side: order.side,
    total,
    lowerBound: lowerBound === undefined ? order.lowerBound : (lowerBound ?? undefined),
    upperBound: upperBound === undefined ? order.upperBound : (upperBound ?? undefined),
  };
}

function neededBound({ side }: Terms): string {
  return side === 'buy' ? 'upper_bound' : 'lower_bound';
}

/** The bound that decides priority can't be taken away. */
function isUnbounded({ side, lowerBound, upperBound }: Terms): boolean {
  return side === 'buy' ? upperBound === undefined : lowerBound === undefined;
}

function keepsPlace(before: Order, after: Terms): boolean {
  const [was, is] = [priceRange(before), priceRange(after)];
  const isPriceSame = before.side === 'buy' ? was.upper === is.upper : was.lower === is.lower;
  return isPriceSame && after.total <= before.total;
}
