import { reject } from '../domain/rejection';
import { readRecentFills } from '../storage/queries/read-recent-fills';
import { readStock } from '../storage/queries/read-stock';
import { serve } from './edge/serve';
import { recentTicksView, stockSummaryView } from './views/stock';
import { stockTransactionsView } from './views/stock-transactions';

const RECENT_FILLS = 5;

export const handler = serve('get-stock', async ({ store, path, caller }) => {
  const [stock, fills] = await Promise.all([
    readStock(store, path.stock_id),
    readRecentFills(store, path.stock_id, RECENT_FILLS),
  ]);
  if (!stock) return reject('stock_not_found');
  return {
    ...stockSummaryView(stock),
    recent_data: recentTicksView(stock),
    transactions: await stockTransactionsView(store, caller, fills),
  };
});
