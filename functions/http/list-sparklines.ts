import { readSparklines } from '../storage/history/read-sparklines';
import { sparklineView } from '../views/sparkline';
import { serve } from './edge/serve';

export const handler = serve('list-sparklines', async ({ store, query }) => {
  const sparklines = await readSparklines(store, query.stock_ids, query);
  return { results: sparklines.map(sparklineView) };
});
