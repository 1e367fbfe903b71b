import { greatest } from './extremes';
import type { Instant } from './instant';
import { type Money, type Quantity, quantity } from './money';
import {
  checkTerms,
  filledQuantity,
  hasExpired,
  heldBy,
  isOpen,
  type Order,
  priceRange,
  type Terms,
} from './order';
import { inapplicablePrices, missingPrices, PRICE_FIELDS, type PriceField, rulesOf } from './order-type';
import { withCollar } from './placement';
import { type FieldError, isRejection, type Rejection, reject, rejectFields } from './rejection';

/** What a replacement may change. Missing fields stay; `null` removes a price. */
export interface TermsChange extends Prices {
  readonly total?: Quantity | undefined;
}

interface Prices {
  readonly lowerBound?: Money | null | undefined;
  readonly upperBound?: Money | null | undefined;
  readonly stopPrice?: Money | null | undefined;
  readonly takeProfit?: Money | null | undefined;
  readonly stopLoss?: Money | null | undefined;
}

/**
 * The order with changed terms and the hold that they need. It keeps its place among orders of its price only if the
 * price is unchanged and the total doesn't grow: otherwise it would be unfair to those behind it.
 *
 * @param priority its priority if it loses its place: a ULID of now
 */
export function replaced(
  order: Order,
  change: TermsChange,
  priority: string,
  now: Instant,
  marketCollarPercent?: number,
): Order | Rejection {
  if (!isOpen(order) || hasExpired(order, now)) return reject('order_closed');
  const faults = faultsOf(order, change);
  if (faults.length > 0) return rejectFields(faults);
  const changed = withChange(order, change);
  const terms = change.stopPrice == null ? changed : withCollarAroundStop(changed, marketCollarPercent);
  if (isRejection(terms)) return terms;
  const refused = checkTerms(terms);
  if (refused) return refused;
  const remaining = quantity(terms.total - filledQuantity(order));
  if (remaining <= 0) return reject('total_already_filled');
  const growth = heldBy({ ...terms, remaining }) - heldBy(order);
  return {
    ...terms,
    remaining,
    initialHold: order.initialHold + greatest(growth, 0n),
    priority: keepsPlace(order, terms) ? order.priority : priority,
    updatedAt: now,
    agreedAt: now,
    version: order.version + 1,
  };
}

/** Prices that orders of this type don't have, those that a triggered order no longer has, and missing ones. */
function faultsOf(order: Order, change: TermsChange): FieldError[] {
  const asked = pricesGiven(change);
  const { exit, ...after } = withChange(order, change);
  const { type, side } = order;
  const strange = inapplicablePrices(type, side, asked);
  const late =
    order.triggeredAt === undefined ? [] : [...asked].filter((field) => TRIGGERS[side].includes(field));
  const spent = late.map((field) => ({ field, message: 'cannot change once the order is triggered' }));
  return [...strange, ...spent, ...missingPrices(type, side, pricesGiven({ ...after, ...exit }))];
}

/** Prices without effect once the order is triggered. */
const TRIGGERS: Record<Order['side'], readonly PriceField[]> = {
  buy: ['stop_price'],
  sell: ['stop_price', 'take_profit', 'stop_loss'],
};

/** By their names in the API. */
function pricesGiven({ lowerBound, upperBound, stopPrice, takeProfit, stopLoss }: Prices): Set<PriceField> {
  const prices = {
    lower_bound: lowerBound,
    upper_bound: upperBound,
    stop_price: stopPrice,
    take_profit: takeProfit,
    stop_loss: stopLoss,
  };
  return new Set(PRICE_FIELDS.filter((field) => prices[field] != null));
}

function withChange(order: Order, change: TermsChange): Order {
  const { total = order.total } = change;
  const exit = {
    takeProfit: changed(order.exit?.takeProfit, change.takeProfit),
    stopLoss: changed(order.exit?.stopLoss, change.stopLoss),
  };
  return {
    ...order,
    total,
    lowerBound: changed(order.lowerBound, change.lowerBound),
    upperBound: changed(order.upperBound, change.upperBound),
    stopPrice: changed(order.stopPrice, change.stopPrice),
    exit: exit.takeProfit === undefined && exit.stopLoss === undefined ? undefined : exit,
  };
}

function changed(before: Money | undefined, asked: Money | null | undefined): Money | undefined {
  return asked === undefined ? before : (asked ?? undefined);
}

function withCollarAroundStop(order: Order, percent: number | undefined): Order | Rejection {
  return rulesOf(order.type).collarAround === 'stop_price' ? withCollar(order, undefined, percent) : order;
}

function keepsPlace(before: Order, after: Terms): boolean {
  const [was, is] = [priceRange(before), priceRange(after)];
  const isPriceSame = before.side === 'buy' ? was.upper === is.upper : was.lower === is.lower;
  return isPriceSame && before.stopPrice === after.stopPrice && after.total <= before.total;
}
