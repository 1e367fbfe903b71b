import type { Order } from '../../api/answers';
import { formatMoney, formatShares, inShares } from '../../format/money';
import { counted } from '../../format/words';
import { total } from '../../money/exact';
import { ask } from '../../parts/confirm';
import { say } from '../../parts/toasts';
import { cancelEach } from './cancel-each';

export interface CancelAllProps {
  readonly user: string;
  readonly orders: readonly Order[];
  readonly stockId?: string;
  readonly name?: string;
}

export function askToCancelAll({ user, orders, stockId, name }: CancelAllProps): void {
  const where = name ? ` in ${name}` : '';
  ask({
    title: `Cancel ${counted(orders.length, 'open order')}${where}?`,
    body: <p>{whatIsFreed(orders)}</p>,
    yes: `Cancel ${counted(orders.length, 'order')}`,
    no: 'Keep them',
    isDangerous: true,
    act: async () => {
      const canceled = await cancelEach(user, stockId);
      say(`${counted(canceled, 'order')} canceled.`);
    },
  });
}

function whatIsFreed(orders: readonly Order[]): string {
  const money = total(orders.filter(({ side }) => side === 'buy').map(({ hold }) => hold.remaining));
  const shares = orders
    .filter(({ side }) => side === 'sell')
    .reduce((sum, { remaining }) => sum + remaining, 0);
  const filled = orders.reduce((sum, order) => sum + order.filled, 0);
  const freed = [money > 0 && formatMoney(money), shares > 0 && inShares(shares)]
    .filter(Boolean)
    .join(' and ');
  return `${freed} become available.${filled > 0 ? ` ${formatShares(filled)} shares filled already stay as they are.` : ''}`;
}
