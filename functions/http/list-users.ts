import { listUsers } from '../storage/queries/list-users';
import { serve } from './edge/serve';
import { listView } from './views/list';
import { userSummaryView } from './views/user';

export const handler = serve('list-users', async ({ store, query }) => {
  return listView(await listUsers(store, query), userSummaryView);
});
