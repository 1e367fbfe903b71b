import { isRejection } from '../domain/rejection';
import { setting } from '../environment';
import { signUp } from '../identity/sign-up';
import { UserPool } from '../identity/user-pool';
import { userSummaryView } from '../views/user';
import { HttpProblem } from './edge/problem';
import { serve } from './edge/serve';

const pool = new UserPool(setting('USER_POOL_ID'), setting('USER_POOL_CLIENT_ID'));

export const handler = serve('create-user', async ({ store, body }) => {
  const account = await signUp(store, pool, body);
  if (typeof account === 'string') throw new HttpProblem(account);
  return isRejection(account) ? account : userSummaryView(account);
});
