import { reject } from '../domain/rejection';
import { readUserPage } from '../storage/queries/read-user-page';
import { userPageView } from '../views/user';
import { serve } from './edge/serve';

export const handler = serve('get-user', async ({ store, userId }) => {
  const page = await readUserPage(store, userId);
  return page ? userPageView(page) : reject('user_not_found');
});
