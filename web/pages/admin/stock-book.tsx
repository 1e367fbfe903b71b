import { useState } from 'preact/hooks';
import type { BookOrder } from '../../api/answers';
import { useQuery } from '../../api/query';
import { heldText } from '../../format/held-text';
import { formatShares } from '../../format/money';
import { inForce, orderTerms } from '../../format/words';
import { Columns } from '../../parts/columns';
import { Moment } from '../../parts/moment';
import { Segments } from '../../parts/segments';
import { Awaited, Empty } from '../../parts/states';
import { book as bookRead } from '../../reads/administration';
import { preferences } from '../../settings/preferences';

/** Who goes next when the price fits, and who waits for another one. */
export function Book({ stockId }: { stockId: string }) {
  const [side, setSide] = useState<'buy' | 'sell'>('buy');
  const read = useQuery(bookRead(stockId, side));
  return (
    <>
      <div class="find">
        <Segments
          label="Side"
          value={side}
          options={[
            { value: 'buy', text: 'Buys' },
            { value: 'sell', text: 'Sells' },
          ]}
          onChange={setSide}
        />
        <span class="muted">
          In the order they fill: best price first, then oldest. The rest wait for a stop or for their other
          limit.
        </span>
      </div>
      <Awaited read={read} what="The book" rows={8}>
        {read.data && (
          <>
            <Orders orders={read.data.results} caption={`Open ${side}s, the next first`} />
            {read.data.waiting.length > 0 && (
              <Orders orders={read.data.waiting} caption={`${side}s that wait for a price`} isWaiting />
            )}
            <div class="foot">
              <span>
                {read.data.results.length + read.data.waiting.length} shown
                {read.data.has_more && ', and there are more'}
              </span>
            </div>
          </>
        )}
      </Awaited>
    </>
  );
}

function Orders({
  orders,
  caption,
  isWaiting = false,
}: {
  orders: readonly BookOrder[];
  caption: string;
  isWaiting?: boolean;
}) {
  if (orders.length === 0)
    return (
      <Empty icon="list-ordered" title="No orders waiting">
        Orders that do not fill at once line up here.
      </Empty>
    );
  return (
    <div class="scroll-x">
      <table class="grid-t">
        <caption>{caption}</caption>
        <Columns
          of={[
            isWaiting ? 'Waits' : 'Place',
            'User',
            'Fills',
            { num: 'Left' },
            { num: 'Holds' },
            'In force',
            'Placed',
          ]}
        />
        <tbody>
          {orders.map((order, index) => (
            <tr key={order.id}>
              <td class="soft">{isWaiting ? 'for a price' : index + 1}</td>
              <td>
                <a class="strong link-quiet" href={`/admin/users/${order.user_id}/orders/${order.id}`}>
                  {order.user ?? 'unknown'}
                </a>
              </td>
              <td>{orderTerms(order)}</td>
              <td class="num">
                {formatShares(order.remaining)} of {formatShares(order.total)}
              </td>
              <td class="num">{heldText(order)}</td>
              <td class="soft">{inForce(order, preferences.value.zone, Date.now())}</td>
              <td class="soft">
                <Moment at={order.created_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
