import { formatMoney, formatShares, inShares } from '../format/money';
import { orderTerms, sideWord, statusWord } from '../format/words';
import type { Happening } from '../live/happenings';
import { isOpen } from '../live/orders';
import { moneyMoved } from '../portfolio/money-moved';
import type { IconName } from './icons';

interface Text {
  readonly title: string;
  readonly detail: string;
  readonly icon: IconName;
  readonly tone: 'up' | 'down' | 'muted';
}

/** What happened, in a line and another. */
export function happeningText(happening: Happening): Text {
  if (happening.kind === 'fill') {
    const { entry } = happening;
    const isBuy = entry.type === 'Buy';
    return {
      title: `${isBuy ? 'Bought' : 'Sold'} ${formatShares(entry.total_count)} ${entry.stock ?? ''} at ${formatMoney(entry.stock_price)}`,
      detail: `${formatMoney(Math.abs(moneyMoved(entry)))} ${isBuy ? 'paid' : 'received'}`,
      icon: 'check',
      tone: isBuy ? 'up' : 'down',
    };
  }
  const { order } = happening;
  const what = `${sideWord(order.side)} ${formatShares(order.total)} ${order.stock}`;
  if (!isOpen(order)) {
    const unfilled = order.status === 'filled' ? '' : `, ${inShares(order.remaining)} not filled`;
    return {
      title: `${what}: ${statusWord(order.status)}`,
      detail: `${formatShares(order.filled)} filled${unfilled}`,
      icon: order.status === 'filled' ? 'check' : 'ban',
      tone: order.status === 'filled' ? (order.side === 'buy' ? 'up' : 'down') : 'muted',
    };
  }
  const held = order.side === 'buy' ? formatMoney(order.hold.remaining) : inShares(order.hold.remaining);
  return {
    title: `${what} ${order.filled > 0 ? 'goes on waiting' : 'waits'}`,
    detail: `${orderTerms(order)}, holds ${held}`,
    icon: 'clock',
    tone: 'muted',
  };
}
