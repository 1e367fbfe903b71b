import { useLocation } from 'preact-iso/router';
import { Page } from '../../parts/page';
import { OrdersView } from './orders-view';

export function OrdersPage() {
  const { path } = useLocation();
  return (
    <Page title="Orders">
      <OrdersView user="me" path={path} mayChange />
    </Page>
  );
}
