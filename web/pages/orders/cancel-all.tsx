import type { Order } from '../../api/answers';
import { client } from '../../api/client';
import { formatMoney, formatShares, inShares } from '../../format/money';
import { counted } from '../../format/words';
import { orderChanged } from '../../live/receive';
import { ask } from '../../parts/confirm';
import { Icon } from '../../parts/icon';
import { say } from '../../parts/toasts';
import { total } from '../../portfolio/exact';

interface CancelAllProps {
  readonly user: string;
  readonly orders: readonly Order[];
  readonly stockId?: string;
  readonly name?: string;
}

/** One place to stop everything. */
export function CancelAll({ user, orders, stockId, name }: CancelAllProps) {
  if (orders.length === 0) return null;
  return (
    <button
      type="button"
      class="btn btn-s"
      onClick={() => askToCancelAll({ user, orders, ...(stockId && { stockId }), ...(name && { name }) })}
    >
      <Icon name="ban" />
      Cancel all{orders.length > 1 ? ` ${orders.length}` : ''}
    </button>
  );
}

function askToCancelAll({ user, orders, stockId, name }: CancelAllProps): void {
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

/** Page by page, as the server cancels no more than a page at once. */
export async function cancelEach(user: string, stockId: string | undefined): Promise<number> {
  let canceled = 0;
  let cursor: string | null | undefined;
  do {
    const selection = stockId ? { stock_id: stockId } : { all: 'true' as const };
    const query = { ...selection, ...(cursor && { cursor }) };
    const page = await client.call('cancel-orders', { path: { user_id: user }, query });
    for (const { outcome, order } of page.results) {
      orderChanged(order);
      if (outcome === 'canceled') canceled += 1;
    }
    cursor = page.next;
  } while (cursor);
  return canceled;
}
