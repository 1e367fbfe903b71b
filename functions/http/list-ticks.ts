import { rangeBetween } from '../domain/range';
import { reject } from '../domain/rejection';
import { listTicks } from '../storage/history/list-ticks';
import { readStock } from '../storage/queries/read-stock';
import { tickView } from '../views/stock';
import { serve } from './edge/serve';
import { listView } from './views/list';

export const handler = serve('list-ticks', async ({ store, path, query }) => {
  const stock = await readStock(store, path.stock_id);
  if (!stock) return reject('stock_not_found');
  const range = rangeBetween(query.from_date, query.to_date);
  return listView(await listTicks(store, stock, range, query), tickView);
});
