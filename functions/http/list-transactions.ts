import { listLedger } from '../storage/queries/list-ledger';
import { transactionView } from '../views/transaction';
import { serve } from './edge/serve';
import { listView } from './views/list';

export const handler = serve('list-transactions', async ({ store, userId, query }) => {
  const filter = { type: query.type, stockId: query.stock_id, from: query.from_date, to: query.to_date };
  return listView(await listLedger(store, userId, filter, query), transactionView);
});
