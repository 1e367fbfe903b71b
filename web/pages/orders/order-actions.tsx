import { useState } from 'preact/hooks';
import type { Order } from '../../api/answers';
import { formatShares } from '../../format/money';
import { Icon } from '../../parts/icon';
import { later } from '../../parts/later';

/** Both dialogs are loaded when they are asked for. */
const askToCancel = async (order: Order) => (await import('../trader-pages')).askToCancel(order);
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
