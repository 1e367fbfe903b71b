import { rangeBetween } from '../domain/range';
import { reject } from '../domain/rejection';
import { RECENT_TICKS } from '../domain/stock';
import { readRange } from '../storage/history/read-range';
import { readRecentFills } from '../storage/queries/read-recent-fills';
import { readStock } from '../storage/queries/read-stock';
import { stockPageView, stockRangeView } from '../views/stock-page';
import { serve } from './edge/serve';
import { stockTransactionsView } from './views/stock-transactions';

const RECENT_FILLS = 5;

export const handler = serve('get-stock', async ({ store, path, query, caller }) => {
  const { from_date, to_date } = query;
  const range = rangeBetween(from_date, to_date);
  const [stock, fills] = await Promise.all([
    readStock(store, path.stock_id),
    readRecentFills(store, path.stock_id, RECENT_FILLS, range),
  ]);
  if (!stock) return reject('stock_not_found');
  const isOfAllTime = from_date === undefined && to_date === undefined;
  const page = isOfAllTime
    ? stockPageView(stock)
    : stockRangeView(stock, await readRange(store, stock, range, RECENT_TICKS));
  return { ...page, transactions: await stockTransactionsView(store, caller, fills) };
});
