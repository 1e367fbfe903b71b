import { isLive, isOpen, type Order, pendingStop } from '../../domain/order';
import type { Fault } from './fault';

/** How an order contradicts itself. */
export function orderFaults(order: Order): Fault[] {
  return contradictions(order).map((contradiction) => {
    const what = `The order ${order.id} ${contradiction}.`;
    return { promise: 6, subject: what, what };
  });
}

function contradictions(order: Order): string[] {
  const { side, status, total, remaining, upperBound } = order;
  const filled = total - remaining;
  const found: string[] = [];
  if (remaining < 0 || remaining > total) found.push(`has ${remaining} of ${total} shares remaining`);
  if (status === 'new' && filled !== 0) found.push(`is new but has filled ${filled} shares`);
  if (status === 'partially_filled' && filled <= 0) found.push('is partially filled but has filled nothing');
  if (isOpen(order) && remaining === 0) found.push('is open but has nothing remaining');
  if (status === 'filled' && remaining !== 0) found.push(`is filled but has ${remaining} shares remaining`);
  if ((status === 'canceled' || status === 'expired') && remaining === 0)
    found.push(`is ${status} but has filled all of its shares`);
  if (status === 'rejected' && filled !== 0) found.push(`is rejected but has filled ${filled} shares`);
  if (isOpen(order) && order.closedAt !== undefined) found.push('is open but has a closing time');
  if (!isOpen(order) && order.closedAt === undefined) found.push(`is ${status} but has no closing time`);
  const isUntriggered = pendingStop(order) !== undefined && !isLive(order);
  if (isUntriggered && filled > 0) found.push(`was never triggered but has filled ${filled} shares`);
  const hasStop = order.stopPrice !== undefined || order.exit?.stopLoss !== undefined;
  if (order.triggeredAt !== undefined && !hasStop) found.push('is triggered but has no stop');
  if (side === 'buy' && upperBound === undefined) found.push('is a buy without an upper bound');
  return found;
}
