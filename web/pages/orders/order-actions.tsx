import { useState } from 'preact/hooks';
import type { Order } from '../../api/answers';
import { client } from '../../api/client';
import { formatShares } from '../../format/money';
import { sideWord } from '../../format/words';
import { orderChanged } from '../../live/receive';
import { ask } from '../../parts/confirm';
import { Icon } from '../../parts/icon';
import { later } from '../../parts/later';
import { say } from '../../parts/toasts';
import { heldText } from './held-text';

const ReplaceDialog = later(async () => (await import('../trader-pages')).ReplaceDialog);

export function OrderActions({
  order,
  mayChange,
  isWordy = false,
}: {
  order: Order;
  mayChange: boolean;
  isWordy?: boolean;
}) {
  const [isReplacing, setReplacing] = useState(false);
  const what = `the ${order.side} of ${formatShares(order.total)} ${order.stock}`;
  return (
    <span class="acts">
      {mayChange && (
        <ActionButton
          icon="pencil"
          word="Replace"
          what={what}
          isWordy={isWordy}
          onClick={() => setReplacing(true)}
        />
      )}
      <ActionButton icon="x" word="Cancel" what={what} isWordy={isWordy} onClick={() => askToCancel(order)} />
      {isReplacing && <ReplaceDialog order={order} onClose={() => setReplacing(false)} />}
    </span>
  );
}

function ActionButton({
  icon,
  word,
  what,
  isWordy,
  onClick,
}: {
  icon: 'pencil' | 'x';
  word: string;
  what: string;
  isWordy: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      class={isWordy ? 'btn btn-s' : 'btn-ic'}
      aria-label={`${word} ${what}`}
      title={isWordy ? '' : word}
      onClick={onClick}
    >
      {isWordy ? word : <Icon name={icon} />}
    </button>
  );
}

export function askToCancel(order: Order): void {
  ask({
    title: `Cancel this ${order.side} of ${formatShares(order.remaining)} ${order.stock}?`,
    body: (
      <p>
        {heldText(order)} become available.{' '}
        {order.filled > 0 && `The ${formatShares(order.filled)} filled already stay as they are.`}
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
