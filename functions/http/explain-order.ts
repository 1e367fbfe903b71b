import { isQueued, reasonsOf } from '../domain/explanation';
import { asOf } from '../domain/order';
import { reject } from '../domain/rejection';
import { priceFor } from '../domain/tick';
import { numberSetting } from '../environment';
import { readAhead } from '../storage/matching/read-ahead';
import { readFillsOfOrder } from '../storage/queries/read-fills-of-order';
import { readOrder } from '../storage/queries/read-order';
import { readStock } from '../storage/queries/read-stock';
import { explanationView } from '../views/explanation';
import { serve } from './edge/serve';

export const handler = serve('explain-order', async ({ store, userId, path }) => {
  const now = store.now();
  const stored = await readOrder(store, userId, path.order_id);
  if (!stored) return reject('order_not_found');
  const order = asOf(stored, now);
  const [stock, fills] = await Promise.all([readStock(store, order.stockId), readFillsOfOrder(store, order)]);
  if (!stock) return reject('stock_not_found');
  const reasons = reasonsOf(order, stock, now, numberSetting('QUOTE_MAX_AGE_SECONDS'));
  const { quote } = stock;
  const ahead =
    quote && isQueued(reasons)
      ? await readAhead(store, stock, order, priceFor(order.side, quote))
      : undefined;
  return explanationView({ order, reasons, ahead, fills });
});
