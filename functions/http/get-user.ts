import { reject } from '../domain/rejection';
import { readUserPage } from '../storage/queries/read-user-page';
import { serve } from './edge/serve';
import { userPageView } from './views/user';

export const handler = serve('get-user', async ({ store, userId }) => {
  const page = await readUserPage(store, userId);
  return page ? userPageView(page) : reject('user_not_found');
});
