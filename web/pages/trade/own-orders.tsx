import { useState } from 'preact/hooks';
import { zoneName } from '../../format/time';
import { Awaited } from '../../parts/states';
import { Tabs } from '../../parts/tabs';
import { preferences } from '../../settings/preferences';
import { CancelAll } from '../orders/cancel-all';
import { OrderList } from '../orders/order-list';
import { useOrders } from '../orders/use-orders';
import { OwnFills } from './own-fills';

type Tab = 'open' | 'fills' | 'closed';

export function OwnOrders({ stockId, name }: { stockId: string; name: string }) {
  const [tab, setTab] = useState<Tab>('open');
  const open = useOrders('me', 'open', stockId);
  return (
    <div class="card">
      <Tabs
        label={`Yours in ${name}`}
        current={tab}
        onChange={setTab}
        tabs={[
          { name: 'open', title: 'Open orders', count: open.data ? open.orders.length : undefined },
          { name: 'fills', title: 'Fills' },
          { name: 'closed', title: 'Closed orders' },
        ]}
      >
        {tab === 'open' && (
          <Awaited read={open} what="Your open orders" rows={3}>
            <OrderList
              orders={open.orders}
              caption={`Open orders in ${name}`}
              mayChange
              emptyTitle="No open orders"
            >
              Orders that do not fill at once wait here.
            </OrderList>
          </Awaited>
        )}
        {tab === 'fills' && <OwnFills stockId={stockId} name={name} />}
        {tab === 'closed' && <Closed stockId={stockId} name={name} />}
      </Tabs>
      <div class="foot">
        <span>
          Times in {zoneName(preferences.value.zone, Date.now())}. Charts:{' '}
          <a class="link" href="https://www.tradingview.com/" rel="noopener" target="_blank">
            Lightweight Charts by TradingView
          </a>
        </span>
        <CancelAll user="me" orders={open.orders} stockId={stockId} name={name} />
      </div>
    </div>
  );
}

function Closed({ stockId, name }: { stockId: string; name: string }) {
  const closed = useOrders('me', 'closed', stockId);
  return (
    <Awaited read={closed} what="Your closed orders" rows={3}>
      <OrderList orders={closed.orders} caption={`Closed orders in ${name}`} emptyTitle="No closed orders">
        Filled, canceled and expired orders appear here.
      </OrderList>
    </Awaited>
  );
}
