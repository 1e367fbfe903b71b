import { useState } from 'preact/hooks';
import type { UserPage } from '../../api/answers';
import { useQuery } from '../../api/query';
import { heldText } from '../../format/held-text';
import { formatAverage, formatMoney, formatShares } from '../../format/money';
import { orderTerms, sideWord } from '../../format/words';
import { topicOf } from '../../live/topics';
import { useQuotes, useTopic } from '../../live/visible';
import { Gain } from '../../parts/change';
import { Columns } from '../../parts/columns';
import { Icon } from '../../parts/icon';
import { Moment } from '../../parts/moment';
import { Awaited } from '../../parts/states';
import { moneyMoved } from '../../portfolio/money-moved';
import { availableOf, equityOf, unrealizedOf } from '../../portfolio/worth';
import { userPage } from '../../reads/account';
import { askToCancel } from '../orders/ask-to-cancel';
import { useOrders } from '../orders/use-orders';
import { TransferDialog } from '../portfolio/transfer-dialog';
import { askToCancelOrdersOf } from './cancel-orders-of';
import { UserHead } from './user-head';

const SHOWN = 5;

/** A user beside the list: enough to answer most questions without leaving it. */
export function UserDrawer({ userId, onClose }: { userId: string; onClose: () => void }) {
  const read = useQuery(userPage(userId));
  const [transfer, setTransfer] = useState<'deposit' | 'withdraw'>();
  useTopic(topicOf.orders(userId));
  return (
    <section class="card drawer" aria-label={read.data?.username ?? 'User'}>
      <Awaited read={read} what="The user" rows={6}>
        {read.data && (
          <>
            <div class="hd">
              <UserHead user={read.data}>
                <button type="button" class="btn-ic push" aria-label="Close" onClick={onClose}>
                  <Icon name="x" />
                </button>
              </UserHead>
              <div class="row">
                <button type="button" class="btn btn-s" onClick={() => setTransfer('deposit')}>
                  <Icon name="arrow-down-to-line" />
                  Deposit
                </button>
                <button type="button" class="btn btn-s" onClick={() => setTransfer('withdraw')}>
                  <Icon name="arrow-up-from-line" />
                  Withdraw
                </button>
                <button
                  type="button"
                  class="btn btn-s"
                  onClick={() => read.data && askToCancelOrdersOf([read.data])}
                >
                  <Icon name="ban" />
                  Cancel orders
                </button>
              </div>
            </div>
            <Sums user={read.data} />
            <Holdings user={read.data} />
            <OpenOrders userId={userId} />
            <Entries user={read.data} />
            {transfer && (
              <TransferDialog kind={transfer} users={[read.data]} onClose={() => setTransfer(undefined)} />
            )}
          </>
        )}
      </Awaited>
    </section>
  );
}

function Sums({ user }: { user: UserPage }) {
  return (
    <dl class="sums">
      {(
        [
          ['Equity', equityOf(user)],
          ['Available', availableOf(user)],
          ['Held', user.frozen],
        ] as const
      ).map(([name, amount]) => (
        <div key={name} class="stat">
          <dt>{name}</dt>
          <dd class="num">{formatMoney(amount)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Section({ title, href, more }: { title: string; href: string; more: string }) {
  return (
    <h3 class="sec">
      {title}
      <a href={href}>{more}</a>
    </h3>
  );
}

function Holdings({ user }: { user: UserPage }) {
  useQuotes(user.stocks.map(({ stock_id }) => stock_id));
  return (
    <>
      <Section title="Holdings" href={`/admin/users/${user.id}/portfolio`} more="Portfolio" />
      {user.stocks.length === 0 ? (
        <p class="sec-none muted">No holdings.</p>
      ) : (
        <table class="grid-t">
          <caption>Holdings of {user.username}</caption>
          <thead>
            <tr>
              <th scope="col">Stock</th>
              {['Shares', 'Average', 'Unrealized'].map((title) => (
                <th key={title} scope="col" class="num">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {user.stocks.slice(0, SHOWN).map((position) => (
              <tr key={position.stock_id}>
                <td class="strong">{position.name}</td>
                <td class="num">{formatShares(position.total_count)}</td>
                <td class="num">{formatAverage(position.average_price)}</td>
                <td class="num">
                  <Gain amount={unrealizedOf(position)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function OpenOrders({ userId }: { userId: string }) {
  const { orders } = useOrders(userId, 'open');
  return (
    <>
      <Section title="Open orders" href={`/admin/users/${userId}/orders`} more="All orders" />
      {orders.length === 0 ? (
        <p class="sec-none muted">No open orders.</p>
      ) : (
        <table class="grid-t">
          <caption>Open orders</caption>
          <Columns of={['Order', { num: 'Filled' }, { num: 'Holds' }, { hidden: 'Actions' }]} />
          <tbody>
            {orders.slice(0, SHOWN).map((order) => (
              <tr key={order.id}>
                <td>
                  <a class="link-quiet" href={`/admin/users/${userId}/orders/${order.id}`}>
                    <span class={`strong ${order.side === 'buy' ? 'up' : 'down'}`}>
                      {sideWord(order.side)}
                    </span>{' '}
                    {order.stock} <span class="soft">{orderTerms(order)}</span>
                  </a>
                </td>
                <td class="num">
                  {formatShares(order.filled)} / {formatShares(order.total)}
                </td>
                <td class="num">{heldText(order)}</td>
                <td>
                  <button
                    type="button"
                    class="btn-ic"
                    aria-label={`Cancel the ${order.side} of ${order.stock}`}
                    onClick={() => askToCancel(order)}
                  >
                    <Icon name="x" />
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Entries({ user }: { user: UserPage }) {
  return (
    <>
      <Section title="Ledger" href={`/admin/users/${user.id}/ledger`} more="Whole ledger" />
      {user.recent_transactions.length === 0 ? (
        <p class="sec-none muted">No entries.</p>
      ) : (
        <table class="grid-t">
          <caption>Latest entries of the ledger</caption>
          <Columns of={['Entry', { num: 'Money' }, { num: 'Time' }]} />
          <tbody>
            {user.recent_transactions.slice(0, SHOWN).map((entry) => (
              <tr key={entry.id}>
                <td>
                  <b class="strong">{entry.type}</b>{' '}
                  <span class="soft">
                    {entry.stock &&
                      `${formatShares(entry.total_count)} ${entry.stock} at ${formatMoney(entry.stock_price)}`}
                    {entry.by && `by ${entry.by.username}`}
                  </span>
                </td>
                <td class="num">
                  {moneyMoved(entry) > 0 && '+'}
                  {formatMoney(moneyMoved(entry))}
                </td>
                <td class="num soft">
                  <Moment at={entry.timestamp} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
