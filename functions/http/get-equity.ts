import { reject } from '../domain/rejection';
import { readEquity } from '../storage/history/read-equity';
import { equityView } from '../views/equity';
import { serve } from './edge/serve';

export const handler = serve('get-equity', async ({ store, userId, query }) => {
  const course = await readEquity(store, userId, { from: query.from_date, to: query.to_date });
  return course ? equityView(course) : reject('user_not_found');
});
