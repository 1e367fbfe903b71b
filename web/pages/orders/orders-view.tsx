import { useLocation } from 'preact-iso/router';
import type { Order } from '../../api/answers';
import { useList } from '../../api/query';
import { zoneName } from '../../format/time';
import { isOpen } from '../../live/orders';
import { Choice } from '../../parts/field';
import { ShowMore } from '../../parts/more';
import { Segments } from '../../parts/segments';
import { Awaited } from '../../parts/states';
import type { OrderStatus } from '../../reads/account';
import { stocks } from '../../reads/market';
import { preferences } from '../../settings/preferences';
import { CancelAll } from './cancel-all';
import { OrderList } from './order-list';
import { useOrders } from './use-orders';

const STATUSES: readonly { value: OrderStatus; text: string }[] = [
  { value: 'open', text: 'Open' },
  { value: 'closed', text: 'Closed' },
  { value: 'all', text: 'All' },
];

interface OrdersViewProps {
  readonly user: string;
  readonly path: string;
  /** Only one's own orders can be replaced; an administrator may cancel any. */
  readonly mayChange?: boolean;
  readonly hrefOf?: (order: Order) => string;
}

export function OrdersView({ user, path, mayChange = false, hrefOf }: OrdersViewProps) {
  const { query, route } = useLocation();
  const status = STATUSES.find(({ value }) => value === query.status)?.value ?? 'open';
  const stockId = query.stock ?? '';
  const market = useList(stocks()).entries;
  const list = useOrders(user, status, stockId);
  const open = list.orders.filter(isOpen);
  const change = (changed: { status?: string; stock?: string }) => {
    const { status: chosen, stock } = { status, stock: stockId, ...changed };
    const parameters = new URLSearchParams({
      ...(chosen !== 'open' && { status: chosen }),
      ...(stock !== '' && { stock }),
    });
    route(`${path}${parameters.size === 0 ? '' : `?${parameters}`}`, true);
  };
  const name = market.find(({ stock_id }) => stock_id === stockId)?.name;
  return (
    <section class="card" aria-label="Orders">
      <div class="find">
        <Segments
          label="Status"
          value={status}
          options={STATUSES}
          onChange={(chosen) => change({ status: chosen })}
        />
        <Choice
          id="orders-stock"
          label="Stock"
          value={stockId}
          options={[['', 'All stocks'], ...market.map(({ stock_id, name }) => [stock_id, name] as const)]}
          onChange={(stock) => change({ stock })}
        />
        <span class="push">
          <CancelAll user={user} orders={open} {...(stockId && { stockId })} {...(name && { name })} />
        </span>
      </div>
      <Awaited read={list} what="The orders" rows={6}>
        <OrderList
          orders={list.orders}
          caption="Orders, newest first"
          withStock
          mayChange={mayChange}
          mayCancel
          emptyTitle={status === 'open' ? 'No open orders' : 'No orders'}
          {...(hrefOf && { hrefOf })}
        >
          {status === 'open'
            ? 'Orders that do not fill at once wait here.'
            : 'Every order appears here, with how it ended.'}
        </OrderList>
        <div class="foot">
          <span>
            {list.orders.length} shown. Times in {zoneName(preferences.value.zone, Date.now())}.
          </span>
          <ShowMore list={list} />
        </div>
      </Awaited>
    </section>
  );
}
