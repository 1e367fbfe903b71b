import type * as z from 'zod';
import type * as answers from '../contract/orders/answers';
import { formatInstant, type Instant } from '../domain/instant';
import { averageOf, money, toJsonNumber } from '../domain/money';
import { feesPaid, filledQuantity, holdOf, type Order } from '../domain/order';
import { amountOrNull } from './money';

export function orderView(order: Order): z.input<typeof answers.order> {
  const filled = filledQuantity(order);
  return {
    id: order.id,
    user_id: order.userId,
    stock_id: order.stockId,
    stock: order.stockName,
    side: order.side,
    type: order.type,
    total: order.total,
    filled,
    remaining: order.remaining,
    lower_bound: amountOrNull(order.lowerBound),
    upper_bound: amountOrNull(order.upperBound),
    stop_price: amountOrNull(order.stopPrice),
    triggered_at: timeOrNull(order.triggeredAt),
    take_profit: amountOrNull(order.exit?.takeProfit),
    stop_loss: amountOrNull(order.exit?.stopLoss),
    exit_order_id: order.exitOrderId ?? null,
    parent_order_id: order.parentOrderId ?? null,
    average_fill_price: filled > 0 ? averageOf(order.filledValue, filled) : null,
    fees: toJsonNumber(feesPaid(order)),
    hold: holdView(order),
    time_in_force: order.timeInForce,
    expires_at: timeOrNull(order.expiresAt),
    status: order.status,
    status_reason: order.statusReason ?? null,
    created_at: formatInstant(order.createdAt),
    updated_at: formatInstant(order.updatedAt),
    closed_at: timeOrNull(order.closedAt),
    closed_by: order.closedBy ?? null,
    version: order.version,
  };
}

function holdView(order: Order) {
  const hold = holdOf(order);
  const inUnits = (held: bigint) => (order.side === 'buy' ? toJsonNumber(money(held)) : Number(held));
  return {
    initial: inUnits(hold.initial),
    captured: inUnits(hold.captured),
    released: inUnits(hold.released),
    remaining: inUnits(hold.remaining),
  };
}

function timeOrNull(instant: Instant | undefined): string | null {
  return instant === undefined ? null : formatInstant(instant);
}
