import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { useQuery } from '../../api/query';
import { Icon } from '../../parts/icon';
import { Page } from '../../parts/page';
import { Awaited } from '../../parts/states';
import { userPage } from '../../reads/account';
import { PortfolioView } from './portfolio-view';
import { TransferDialog } from './transfer-dialog';

export function PortfolioPage() {
  const { query } = useLocation();
  const read = useQuery(userPage('me'));
  const [transfer, setTransfer] = useState<'deposit' | 'withdraw' | undefined>(
    query.move === 'deposit' ? 'deposit' : undefined,
  );
  return (
    <Page
      title="Portfolio"
      actions={
        <>
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
      <Awaited read={read} what="The portfolio" rows={6}>
        {read.data && <PortfolioView user={read.data} userId="me" />}
      </Awaited>
      {transfer && read.data && (
        <TransferDialog kind={transfer} users={[read.data]} isOwn onClose={() => setTransfer(undefined)} />
      )}
    </Page>
  );
}
