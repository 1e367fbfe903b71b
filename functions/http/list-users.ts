import { findUserByEmail } from '../storage/queries/find-user-by-email';
import { listUsers } from '../storage/queries/list-users';
import { accountByNow } from '../storage/queries/read-due-holds';
import { userSummaryView } from '../views/user';
import { serve } from './edge/serve';
import { listView } from './views/list';

export const handler = serve('list-users', async ({ store, query }) => {
  if (query.email === undefined) return listView(await listUsers(store, query, query), userSummaryView);
  const found = await findUserByEmail(store, query.email);
  return { results: found ? [userSummaryView(await accountByNow(store, found))] : [], next: null };
});
