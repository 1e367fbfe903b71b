import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso/router';
import { useQuery } from '../../api/query';
import { topicOf } from '../../live/topics';
import { useTopic } from '../../live/visible';
import { CopyId } from '../../parts/copy';
import { Icon } from '../../parts/icon';
import { Awaited } from '../../parts/states';
import { Work } from '../../parts/work';
import { userPage } from '../../reads/account';
import { LedgerView } from '../ledger/ledger-view';
import { OrderView } from '../orders/order-view';
import { OrdersView } from '../orders/orders-view';
import { PortfolioView } from '../portfolio/portfolio-view';
import { TransferDialog } from '../portfolio/transfer-dialog';
import { UserHead } from './user-head';

const PARTS = ['portfolio', 'orders', 'ledger'] as const;

/** The trader's own pages, read by an administrator: nothing is placed or replaced here, as only its owner may. */
export function UserPage() {
  const { params } = useRoute();
  const { path } = useLocation();
  const userId = params.id ?? '';
  const part = PARTS.find((name) => name === params.part) ?? 'portfolio';
  const read = useQuery(userPage(userId));
  const [transfer, setTransfer] = useState<'deposit' | 'withdraw'>();
  useTopic(topicOf.orders(userId));
  return (
    <Work
      title={read.data?.username ?? 'User'}
      actions={
        <>
          <CopyId id={userId} what={read.data?.username ?? 'the user'} />
          <button type="button" class="btn btn-s" onClick={() => setTransfer('deposit')}>
            <Icon name="arrow-down-to-line" />
            Deposit
          </button>
          <button type="button" class="btn btn-s" onClick={() => setTransfer('withdraw')}>
            <Icon name="arrow-up-from-line" />
            Withdraw
          </button>
        </>
      }
    >
      <Awaited read={read} what="The user" rows={6}>
        {read.data && (
          <section class="card drawer" aria-label="User">
            <div class="hd">
              <UserHead user={read.data} isTitled />
            </div>
            <nav class="tabs" aria-label="Of this user">
              {PARTS.map((name) => (
                <a
                  key={name}
                  href={`/admin/users/${userId}/${name}`}
                  {...(name === part && { 'aria-current': 'page' as const })}
                >
                  {name.charAt(0).toUpperCase() + name.slice(1)}
                </a>
              ))}
            </nav>
          </section>
        )}
        {read.data && part === 'portfolio' && <PortfolioView user={read.data} userId={userId} />}
        {part === 'orders' && !params.order && (
          <OrdersView user={userId} path={path} hrefOf={({ id }) => `/admin/users/${userId}/orders/${id}`} />
        )}
        {part === 'orders' && params.order && <OrderView user={userId} orderId={params.order} />}
        {part === 'ledger' && <LedgerView user={userId} path={path} />}
        {transfer && read.data && (
          <TransferDialog kind={transfer} users={[read.data]} onClose={() => setTransfer(undefined)} />
        )}
      </Awaited>
    </Work>
  );
}
