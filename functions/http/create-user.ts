import { isRejection, reject } from '../domain/rejection';
import { setting } from '../environment';
import { signUp } from '../identity/sign-up';
import { UserPool } from '../identity/user-pool';
import { userSummaryView } from '../views/user';
import { serve } from './edge/serve';

const pool = new UserPool(setting('USER_POOL_ID'), setting('USER_POOL_CLIENT_ID'));

export const handler = serve('create-user', async ({ store, body }) => {
  if (setting('SIGN_UP') === 'closed') return reject('sign_up_closed');
  const account = await signUp(store, pool, body);
  return isRejection(account) ? account : userSummaryView(account);
});
