import type { Order } from '../../api/answers';
import { heldText } from '../../format/held-text';
import { formatMoney, formatShares } from '../../format/money';
import { orderTerms } from '../../format/words';
import { latestOrders } from '../../live/orders';
import { Icon } from '../../parts/icon';

/** What became of the ticket, and goes on becoming of it. */
export function PlacedText({ order: placed }: { order: Order }) {
  latestOrders.changes.value;
  const order = latestOrders.newest(placed);
  return (
    <p class="placed" role="status">
      <Icon
        name={order.filled > 0 ? 'check' : order.status === 'new' ? 'clock' : 'ban'}
        class={order.filled > 0 ? 'good' : 'muted'}
      />
      <span>
        {sentence(order)}{' '}
        <a class="link" href={`/orders/${order.id}`}>
          The order
        </a>
      </span>
    </p>
  );
}

function sentence(order: Order): string {
  const verb = order.side === 'buy' ? 'Bought' : 'Sold';
  const filled =
    order.filled > 0
      ? `${verb} ${formatShares(order.filled)} ${order.stock} at ${formatMoney(order.average_fill_price)}.`
      : '';
  switch (order.status) {
    case 'filled':
      return filled;
    case 'new':
    case 'partially_filled':
      return `${filled} ${formatShares(order.remaining)} left to fill, ${orderTerms(order)}; ${heldText(order)} held.`;
    case 'rejected':
      return 'It could not be filled in full at once, so nothing was filled.';
    default:
      return `${filled} The other ${formatShares(order.remaining)} were canceled.`;
  }
}
