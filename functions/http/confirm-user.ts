import { isRejection, reject } from '../domain/rejection';
import { setting } from '../environment';
import { confirmSignUp } from '../identity/confirmed-sign-up';
import { MailedCodes } from '../identity/mailed-codes';
import { UserPool } from '../identity/user-pool';
import { userSummaryView } from '../views/user';
import { serve } from './edge/serve';

const pool = new UserPool(setting('USER_POOL_ID'), setting('USER_POOL_CLIENT_ID'));
const codes = new MailedCodes(setting('USER_POOL_ID'), setting('CODES_CLIENT_ID'));

export const handler = serve('confirm-user', async ({ store, body, sourceIp }) => {
  if (setting('SIGN_UP') === 'closed') return reject('sign_up_closed');
  const account = await confirmSignUp(store, pool, codes, { ...body, sourceIp });
  return isRejection(account) ? account : userSummaryView(account);
});
