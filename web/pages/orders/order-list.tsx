import type { ComponentChildren } from 'preact';
import type { Order } from '../../api/answers';
import { heldText } from '../../format/held-text';
import { formatShares } from '../../format/money';
import { inForce, orderTerms, sideWord, statusWord } from '../../format/words';
import { isOpen } from '../../live/orders';
import { quietFor } from '../../live/quiet';
import { quotes } from '../../live/quotes';
import { useQuotes } from '../../live/visible';
import { isPlainKey } from '../../navigation/keys';
import { Bar } from '../../parts/bar';
import { Columns } from '../../parts/columns';
import { Icon } from '../../parts/icon';
import { isNarrow } from '../../parts/media';
import { Moment } from '../../parts/moment';
import { Empty } from '../../parts/states';
import { preferences } from '../../settings/preferences';
import { OrderActions } from './order-actions';
import { whyWaiting } from './why-waiting';

interface OrderListProps {
  readonly orders: readonly Order[];
  readonly caption: string;
  readonly emptyTitle: string;
  readonly children: ComponentChildren;
  readonly mayChange?: boolean;
  readonly mayCancel?: boolean;
  readonly withStock?: boolean;
  readonly hrefOf?: (order: Order) => string;
}

export function OrderList(props: OrderListProps) {
  useQuotes([...new Set(props.orders.filter(isOpen).map(({ stock_id }) => stock_id))]);
  if (props.orders.length === 0) {
    return (
      <Empty icon="list-ordered" title={props.emptyTitle}>
        {props.children}
      </Empty>
    );
  }
  return isNarrow.value ? <OrderCards {...props} /> : <OrderTable {...props} />;
}

export function StatusBadge({ status }: { status: Order['status'] }) {
  const tone = { partially_filled: 'badge-info', filled: 'badge-good', rejected: 'badge-warn' };
  const known: Record<string, string> = tone;
  return <span class={`badge ${known[status] ?? ''}`}>{statusWord(status)}</span>;
}

/** Beside what it waits for, where the market is now. */
function Why({ order }: { order: Order }) {
  const stock = quotes.of(order.stock_id).value;
  if (!stock || !isOpen(order)) return null;
  return <small class="why muted">{whyWaiting(order, stock, quietFor(stock) !== undefined)}</small>;
}

function usualHref({ id }: Order): string {
  return `/orders/${id}`;
}

function OrderTable({
  orders,
  caption,
  withStock,
  mayChange,
  mayCancel,
  hrefOf = usualHref,
}: OrderListProps) {
  return (
    <div class="scroll-x">
      <table class="grid-t orders">
        <caption>{caption}</caption>
        <Columns
          of={[
            'Placed',
            ...(withStock ? ['Stock'] : []),
            'Side',
            { num: 'Filled' },
            { hidden: 'Progress' },
            { num: 'Price' },
            { num: 'Holds' },
            'In force',
            'Status',
            { hidden: 'Actions' },
          ]}
        />
        <tbody onKeyDown={pressRow}>
          {orders.map((order) => (
            <tr key={order.id}>
              <td class="soft">
                <a class="row-link" href={hrefOf(order)}>
                  <Moment at={order.created_at} />
                  <span class="sr">, details of the order</span>
                </a>
              </td>
              {withStock && (
                <td>
                  <a class="strong link-quiet" href={`/stocks/${order.stock_id}`}>
                    {order.stock}
                  </a>
                </td>
              )}
              <td>
                <span class={`strong ${order.side === 'buy' ? 'up' : 'down'}`}>{sideWord(order.side)}</span>
              </td>
              <td class="num">
                {formatShares(order.filled)} / {formatShares(order.total)}
              </td>
              <td>
                <Bar part={order.filled} whole={order.total} label="Filled" />
              </td>
              <td class="num terms">
                {orderTerms(order)}
                <Why order={order} />
              </td>
              <td class="num">{isOpen(order) ? heldText(order) : <span class="muted">nothing</span>}</td>
              <td class="soft">{inForce(order, preferences.value.zone, Date.now())}</td>
              <td>
                <StatusBadge status={order.status} />
              </td>
              <td>
                {isOpen(order) && (mayChange || mayCancel) && (
                  <OrderActions order={order} mayChange={mayChange ?? false} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `r` and `x` on a row are its buttons. */
function pressRow(event: KeyboardEvent): void {
  const action = { r: 'Replace', x: 'Cancel' }[event.key];
  if (action === undefined || !isPlainKey(event) || !(event.target instanceof Element)) return;
  event.target.closest('tr')?.querySelector<HTMLElement>(`button[aria-label^="${action}"]`)?.click();
}

function OrderCards({
  orders,
  caption,
  withStock,
  mayChange,
  mayCancel,
  hrefOf = usualHref,
}: OrderListProps) {
  return (
    <ul class="cards" aria-label={caption}>
      {orders.map((order) => (
        <li key={order.id}>
          <div class="l1">
            <a href={hrefOf(order)}>
              <span class={`strong ${order.side === 'buy' ? 'up' : 'down'}`}>
                {sideWord(order.side)} {formatShares(order.total)} {withStock && order.stock}
              </span>{' '}
              <span class="num terms">
                {orderTerms(order)}
                {'\u00a0'}
                <Icon name="chevron-right" small class="inline" />
              </span>
            </a>
            <StatusBadge status={order.status} />
          </div>
          {order.filled > 0 && <Bar part={order.filled} whole={order.total} label="Filled" />}
          <div class="l2">
            <span class="num">
              {formatShares(order.filled)} of {formatShares(order.total)} filled
              {isOpen(order) && `, holds ${heldText(order)}`}
            </span>
            <span>{inForce(order, preferences.value.zone, Date.now())}</span>
          </div>
          <div class="l1">
            <span class="muted">
              <Moment at={order.created_at} />
              <Why order={order} />
            </span>
            {isOpen(order) && (mayChange || mayCancel) && (
              <OrderActions order={order} mayChange={mayChange ?? false} isWordy />
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
