import { useRoute } from 'preact-iso/router';
import { Page } from '../../parts/page';
import { OrderView } from './order-view';

export function OrderPage() {
  const { params } = useRoute();
  return (
    <Page title="Order">
      <OrderView user="me" orderId={params.id ?? ''} mayChange />
    </Page>
  );
}
