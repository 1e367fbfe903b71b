import type { Order } from '../../api/answers';
import { client } from '../../api/client';
import { heldText } from '../../format/held-text';
import { formatShares } from '../../format/money';
import { sideWord } from '../../format/words';
import { orderChanged } from '../../live/receive';
import { ask } from '../../parts/confirm';
import { say } from '../../parts/toasts';

export function askToCancel(order: Order): void {
  ask({
    title: `Cancel this ${order.side} of ${formatShares(order.remaining)} ${order.stock}?`,
    body: (
      <p>
        {heldText(order)} become available.{' '}
        {order.filled > 0 && `The ${formatShares(order.filled)} already filled are not affected.`}
      </p>
    ),
    yes: `Cancel the ${order.side}`,
    no: 'Keep it',
    isDangerous: true,
    act: async () => {
      const path = { user_id: order.user_id, order_id: order.id };
      orderChanged(await client.call('cancel-order', { path }));
      say(`${sideWord(order.side)} ${order.stock} canceled.`);
    },
  });
}
