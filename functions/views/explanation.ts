import type * as z from 'zod';
import type { explanation } from '../contract/orders/explanation';
import type { Reason } from '../domain/explanation';
import { formatInstant } from '../domain/instant';
import { averageOf, type Money, toJsonNumber } from '../domain/money';
import { filledQuantity, isOpen, type Order } from '../domain/order';
import type { Ahead } from '../storage/matching/read-ahead';
import type { FillsOfOrder } from '../storage/queries/read-fills-of-order';
import { amountOrNull } from './money';
import { orderView } from './order';
import { transactionView } from './transaction';

export interface Explanation {
  readonly order: Order;
  readonly reasons: readonly Reason[];
  readonly ahead: Ahead | undefined;
  readonly fills: FillsOfOrder;
}

export function explanationView({ order, reasons, ahead, fills }: Explanation): z.input<typeof explanation> {
  return {
    order: orderView(order),
    summary: summaryOf(order, reasons, ahead),
    reasons: reasons.map((reason) => reasonView(reason, order)),
    ahead: ahead ? { orders: ahead.orders, shares: ahead.shares, is_complete: ahead.isComplete } : null,
    fills: fills.fills.map(transactionView),
    is_complete: fills.isComplete,
  };
}

function reasonView(reason: Reason, order: Order) {
  return {
    code: reason.code,
    message: messageOf(reason, order),
    price: amountOrNull('price' in reason ? reason.price : undefined),
    bound: amountOrNull('bound' in reason ? reason.bound : undefined),
    distance: amountOrNull('distance' in reason ? reason.distance : undefined),
    offered: 'offered' in reason ? reason.offered : null,
    received_at: 'receivedAt' in reason ? formatInstant(reason.receivedAt) : null,
  };
}

function messageOf(reason: Reason, { side }: Order): string {
  switch (reason.code) {
    case 'no_quote':
      return 'The stock has no price yet.';
    case 'not_triggered':
      return `The price is ${shown(reason.price)}, ${shown(reason.distance)} away from the ${shown(reason.bound)} that triggers the order.`;
    case 'price_above_bounds':
      return `The price, ${shown(reason.price)}, is ${shown(reason.distance)} above the most it accepts, ${shown(reason.bound)}.`;
    case 'price_below_bounds':
      return `The price, ${shown(reason.price)}, is ${shown(reason.distance)} below the least it accepts, ${shown(reason.bound)}.`;
    case 'quote_quiet':
      return `The latest tick arrived at ${formatInstant(reason.receivedAt)}; the next one decides.`;
    case 'nothing_offered':
      return `The price of ${shown(reason.price)} fits, but the tick offered no shares to ${side}.`;
    case 'quote_used_up':
      return `The price of ${shown(reason.price)} fits, but what the tick offered, ${countedShares(reason.offered)}, is taken.`;
    case 'fill_limit':
      return `The price of ${shown(reason.price)} fits; the order fills in parts of at most 100000000000 each, one per tick.`;
    case 'due':
      return `The price of ${shown(reason.price)} fits: it is about to be filled.`;
  }
}

function summaryOf(order: Order, reasons: readonly Reason[], ahead: Ahead | undefined): string {
  const filled = filledQuantity(order);
  const sofar =
    filled > 0
      ? `${filled} of ${countedShares(order.total)} filled at ${averageShown(averageOf(order.filledValue, filled))} on average.`
      : `None of ${countedShares(order.total)} filled.`;
  if (!isOpen(order)) return `${endingOf(order)} ${sofar}`;
  return [
    sofar,
    ...reasons.map((reason) => messageOf(reason, order)),
    ...(ahead ? [aheadOf(ahead)] : []),
  ].join(' ');
}

function endingOf({ status, timeInForce }: Order): string {
  const isCutOff = status === 'expired' && timeInForce === 'ioc';
  return isCutOff ? 'Expired: what could not be filled at once was given up.' : (ENDINGS[status] ?? status);
}

const ENDINGS: Record<string, string> = {
  filled: 'Filled.',
  canceled: 'Canceled.',
  expired: 'Expired.',
  rejected: 'Rejected: it could not be filled completely at once.',
};

function aheadOf({ orders, shares, isComplete }: Ahead): string {
  if (orders === 0) return 'No orders have priority over it.';
  const have = orders === 1 ? 'order has' : 'orders have';
  return `${isComplete ? '' : 'At least '}${orders} ${have} priority over it, with ${countedShares(shares)} left to fill.`;
}

function countedShares(count: number): string {
  return count === 1 ? '1 share' : `${count} shares`;
}

const DECIMAL = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
  useGrouping: false,
});

function shown(amount: Money): string {
  return DECIMAL.format(toJsonNumber(amount));
}

/** A quotient has as many digits as a double: two tell it, four where it is below one. */
function averageShown(average: number): string {
  return average < 1 ? DECIMAL.format(average) : average.toFixed(2);
}
