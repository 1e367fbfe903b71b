import { listUsers } from '../storage/queries/list-users';
import { userSummaryView } from '../views/user';
import { serve } from './edge/serve';
import { listView } from './views/list';

export const handler = serve('list-users', async ({ store, query }) => {
  return listView(await listUsers(store, query), userSummaryView);
});
