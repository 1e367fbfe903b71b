import type { Order } from '../../api/answers';
import { formatShares } from '../../format/money';
import { Icon } from '../../parts/icon';
import { askToCancel } from './ask-to-cancel';
import { replacing } from './replacing';

export function OrderActions({
  order,
  mayChange,
  isWordy = false,
}: {
  order: Order;
  mayChange: boolean;
  isWordy?: boolean;
}) {
  const what = `the ${order.side} of ${formatShares(order.total)} ${order.stock}`;
  return (
    <span class="acts">
      {mayChange && (
        <ActionButton
          icon="pencil"
          word="Replace"
          what={what}
          isWordy={isWordy}
          onClick={() => (replacing.value = order)}
        />
      )}
      <ActionButton icon="x" word="Cancel" what={what} isWordy={isWordy} onClick={() => askToCancel(order)} />
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
