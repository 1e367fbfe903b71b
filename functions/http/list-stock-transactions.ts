import { rangeBetween } from '../domain/range';
import { isRejection, reject } from '../domain/rejection';
import { listFills } from '../storage/queries/list-fills';
import { readStock } from '../storage/queries/read-stock';
import { serve } from './edge/serve';
import { stockTransactionsView } from './views/stock-transactions';

export const handler = serve('list-stock-transactions', async ({ store, path, query, caller }) => {
  const { stock_id } = path;
  const range = rangeBetween(query.from_date, query.to_date);
  const [stock, fills] = await Promise.all([
    readStock(store, stock_id),
    listFills(store, stock_id, range, query),
  ]);
  if (!stock) return reject('stock_not_found');
  if (isRejection(fills)) return fills;
  return { results: await stockTransactionsView(store, caller, fills.results), next: fills.next };
});
