import { client } from '../../api/client';
import { orderChanged } from '../../live/receive';

/** Page by page, as the server cancels no more than a page at once. */
export async function cancelEach(user: string, stockId: string | undefined): Promise<number> {
  let canceled = 0;
  let cursor: string | null | undefined;
  do {
    const selection = stockId ? { stock_id: stockId } : { all: 'true' as const };
    const query = { ...selection, ...(cursor && { cursor }) };
    const page = await client.call('cancel-orders', { path: { user_id: user }, query });
    for (const { outcome, order } of page.results) {
      orderChanged(order);
      if (outcome === 'canceled') canceled += 1;
    }
    cursor = page.next;
  } while (cursor);
  return canceled;
}
