import { isTradable } from './fill';
import type { OrderId } from './ids';
import type { Instant } from './instant';
import { NO_MONEY } from './money';
import { filledQuantity, isOpen, type Order, triggeredBy } from './order';
import type { Quote } from './stock';
import { priceFor } from './tick';

/** A closed buy, and the exit that it places. */
export interface Closing {
  readonly order: Order;
  readonly exit: Order;
}

/**
 * Places the exit that a closed buy carries, for exactly the shares that it bought. They have been frozen since they
 * were bought, so the exit takes over that hold and can't be refused.
 *
 * @param quote triggers the exit at once if it reaches its stop
 * @returns undefined if no exit is due
 */
export function closingWithExit(order: Order, id: OrderId, now: Instant, quote?: Quote): Closing | undefined {
  const bought = filledQuantity(order);
  if (order.side !== 'buy' || !order.exit || isOpen(order) || bought === 0) return undefined;
  const { userId, stockId, stockName, exit, feeSchedule } = order;
  const placed: Order = {
    ...{ id, userId, stockId, stockName, ...(feeSchedule && { feeSchedule }) },
    ...{ type: 'exit', side: 'sell', exit, timeInForce: 'gtc', status: 'new' },
    ...{ total: bought, remaining: bought, filledValue: NO_MONEY, initialHold: BigInt(bought) },
    ...{ parentOrderId: order.id, priority: id, createdAt: now, updatedAt: now, version: 1 },
  };
  const isMet = quote && isTradable(quote);
  return {
    order: { ...order, exitOrderId: id },
    exit: isMet ? triggeredBy(placed, priceFor('sell', quote), now) : placed,
  };
}
