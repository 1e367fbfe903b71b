import { reject } from '../domain/rejection';
import { listCandles } from '../storage/history/list-candles';
import { readStock } from '../storage/queries/read-stock';
import { candleView } from '../views/candle';
import { serve } from './edge/serve';
import { listView } from './views/list';

export const handler = serve('list-candles', async ({ store, path, query }) => {
  const stock = await readStock(store, path.stock_id);
  if (!stock) return reject('stock_not_found');
  const { interval, fill, from_date, to_date } = query;
  return listView(
    await listCandles(store, stock, { interval, fill, from: from_date, to: to_date }, query),
    candleView,
  );
});
