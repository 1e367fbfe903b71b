import type { OrderId, StockId, UserId } from '../../functions/domain/ids';
import { parseInstant } from '../../functions/domain/instant';
import { money, quantity } from '../../functions/domain/money';
import type { Order as DomainOrder } from '../../functions/domain/order';
import type { Order } from '../api/answers';
import { exactly } from '../money/exact';
import { instantAt } from './typed';

/** An order of the API as the domain has it, to try the domain's own rules on it. */
export function domainOrder(order: Order): DomainOrder {
  const instant = (timestamp: string) => parseInstant(timestamp) ?? instantAt(Date.parse(timestamp));
  const isBuy = order.side === 'buy';
  const price = (amount: number | null) => (amount === null ? undefined : exactly(amount));
  const exit = { takeProfit: price(order.take_profit), stopLoss: price(order.stop_loss) };
  const { triggered_at: triggered, expires_at: expires } = order;
  return {
    id: order.id as OrderId,
    userId: order.user_id as UserId,
    stockId: order.stock_id as StockId,
    stockName: order.stock,
    side: order.side,
    type: order.type,
    total: quantity(order.total),
    lowerBound: price(order.lower_bound),
    upperBound: price(order.upper_bound),
    stopPrice: price(order.stop_price),
    exit: exit.takeProfit === undefined && exit.stopLoss === undefined ? undefined : exit,
    triggeredAt: triggered === null ? undefined : instant(triggered),
    remaining: quantity(order.remaining),
    filledValue: isBuy ? exactly(order.hold.captured) : money(0n),
    initialHold: isBuy ? exactly(order.hold.initial) : BigInt(order.hold.initial),
    timeInForce: order.time_in_force,
    expiresAt: expires === null ? undefined : instant(expires),
    status: order.status,
    priority: order.id,
    createdAt: instant(order.created_at),
    updatedAt: instant(order.updated_at),
    version: order.version,
  };
}
