import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';
import type { Order } from '../../api/answers';
import { useList, useQuery } from '../../api/query';
import { formatAverage, formatMoney, formatShares, inShares } from '../../format/money';
import { counted, exitTerms, inForce, orderTerms, reasonWords, sideWord, typeWord } from '../../format/words';
import { isOpen, latestOrders } from '../../live/orders';
import { CopyId } from '../../parts/copy';
import { Icon } from '../../parts/icon';
import { Moment } from '../../parts/moment';
import { ShowMore } from '../../parts/more';
import { Awaited } from '../../parts/states';
import { explanation, ledger, order as orderRead } from '../../reads/account';
import { preferences } from '../../settings/preferences';
import { EntryTable } from '../ledger/entry-table';
import { HoldBar } from './hold-bar';
import { OrderActions } from './order-actions';
import { StatusBadge } from './order-list';

export function OrderView({
  user,
  orderId,
  mayChange = false,
}: {
  user: string;
  orderId: string;
  mayChange?: boolean;
}) {
  const read = useQuery(orderRead(user, orderId));
  latestOrders.changes.value;
  const order = read.data && latestOrders.newest(read.data);
  return (
    <Awaited read={read} what="The order" rows={6}>
      {order && (
        <>
          <OrderCard order={order} user={user} mayChange={mayChange} />
          <Fills order={order} user={user} />
        </>
      )}
    </Awaited>
  );
}

function OrderCard({ order, user, mayChange }: { order: Order; user: string; mayChange: boolean }) {
  const { zone } = preferences.value;
  return (
    <section class="card" aria-label="The order">
      <div class="order-h">
        <h2>
          <span class={order.side === 'buy' ? 'up' : 'down'}>{sideWord(order.side)}</span>{' '}
          {formatShares(order.total)}{' '}
          <a class="link-quiet" href={`/stocks/${order.stock_id}`}>
            {order.stock}
          </a>{' '}
          <span class="soft num terms">{orderTerms(order)}</span>
        </h2>
        <StatusBadge status={order.status} />
        <CopyId id={order.id} what="the order" />
        {isOpen(order) && <OrderActions order={order} mayChange={mayChange} isWordy />}
      </div>
      {isOpen(order) && <WhyOpen order={order} user={user} />}
      {order.status_reason && (
        <p class="order-why soft">
          {order.closed_by
            ? `${order.closed_by.username} canceled it as an administrator.`
            : reasonWords(order.status_reason)}
        </p>
      )}
      <HoldBar order={order} />
      <dl class="facts">
        <Fact name="Filled" value={`${formatShares(order.filled)} of ${formatShares(order.total)}`} />
        <Fact
          name="Average fill price"
          value={
            order.average_fill_price === null ? 'nothing filled' : formatAverage(order.average_fill_price)
          }
        />
        {order.fees > 0 && <Fact name="Fees" value={formatMoney(order.fees)} />}
        <Fact name="Type" value={typeWord(order.type)} />
        <ExitFact order={order} />
        <Fact name="In force" value={inForce(order, zone, Date.now())} />
        <Fact name="Placed" value={<Moment at={order.created_at} />} />
        {order.closed_at && <Fact name="Closed" value={<Moment at={order.closed_at} />} />}
      </dl>
    </section>
  );
}

/** Why it does not fill, or not yet, in the server's words: it knows who goes first. */
function WhyOpen({ order, user }: { order: Order; user: string }) {
  const { data } = useQuery(explanation(user, order.id, order.version));
  if (!data) return null;
  const { ahead, summary } = data;
  return (
    <p class="order-why soft" role="status">
      <Icon name="clock" class="inline" /> {summary}{' '}
      {ahead !== null && ahead.orders > 0 && (
        <>
          {ahead.is_complete ? '' : 'At least '}
          {counted(ahead.orders, 'order')} for {inShares(ahead.shares)} {ahead.orders === 1 ? 'goes' : 'go'}{' '}
          first.
        </>
      )}
    </p>
  );
}

/** The buy that an exit came of, and the exit that a buy has placed or will place. */
function ExitFact({ order }: { order: Order }) {
  const { side, take_profit: profit, stop_loss: loss, exit_order_id: exit, parent_order_id: parent } = order;
  if (parent !== null) return <Fact name="Came of" value={<OrderLink id={parent}>the buy</OrderLink>} />;
  if (exit !== null) return <Fact name="Then sells" value={<OrderLink id={exit}>by this order</OrderLink>} />;
  if (side === 'sell' || (profit ?? loss) === null) return null;
  return <Fact name="Then sells" value={exitTerms(order)} />;
}

function OrderLink({ id, children }: { id: string; children: ComponentChildren }) {
  const { path } = useLocation();
  return (
    <a class="link" href={path.replace(/[^/]+$/, id)}>
      {children}
    </a>
  );
}

function Fact({ name, value }: { name: string; value: ComponentChildren }) {
  return (
    <div class="stat">
      <dt>{name}</dt>
      <dd class="num terms">{value}</dd>
    </div>
  );
}

/** The fills of the order, from the ledger: its newest entries of that stock since the order was placed. */
function Fills({ order, user }: { order: Order; user: string }) {
  const list = useList(ledger(user, { stock: order.stock_id, type: order.side, from: order.created_at }));
  const fills = list.entries.filter(({ order_id }) => order_id === order.id);
  return (
    <section class="card" aria-label="Fills">
      <div class="card-h">
        <h2>Fills</h2>
        <span class="count">{fills.length}</span>
      </div>
      <Awaited read={list} what="The fills" rows={3}>
        <EntryTable entries={fills} caption="Fills of the order" emptyTitle="No fills">
          {isOpen(order)
            ? `Fills of the ${inShares(order.remaining)} appear here once the price fits.`
            : 'The order closed without fills.'}
        </EntryTable>
        {list.hasNextPage && (
          <div class="foot">
            <ShowMore list={list} />
          </div>
        )}
      </Awaited>
    </section>
  );
}
