import { listStocks } from '../storage/queries/list-stocks';
import { stockSummaryView } from '../views/stock';
import { serve } from './edge/serve';
import { listView } from './views/list';

export const handler = serve('list-stocks', async ({ store, query }) => {
  return listView(await listStocks(store, query, query), stockSummaryView);
});
