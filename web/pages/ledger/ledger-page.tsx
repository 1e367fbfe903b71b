import { useLocation } from 'preact-iso/router';
import { Page } from '../../parts/page';
import { LedgerView } from './ledger-view';

export function LedgerPage() {
  const { path } = useLocation();
  return (
    <Page title="Ledger" lead="Every movement of your money and shares. Entries are never changed.">
      <LedgerView user="me" path={path} />
    </Page>
  );
}
