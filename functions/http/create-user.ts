import { isRejection, reject } from '../domain/rejection';
import { setting } from '../environment';
import { requestSignUp } from '../identity/confirmed-sign-up';
import { MailedCodes } from '../identity/mailed-codes';
import { signUp } from '../identity/sign-up';
import { UserPool } from '../identity/user-pool';
import { userSummaryView } from '../views/user';
import { Accepted, serve } from './edge/serve';

const pool = new UserPool(setting('USER_POOL_ID'), setting('USER_POOL_CLIENT_ID'));
const codes = new MailedCodes(setting('USER_POOL_ID'), setting('CODES_CLIENT_ID'));

export const handler = serve('create-user', async ({ store, body }) => {
  const mode = setting('SIGN_UP');
  if (mode === 'closed') return reject('sign_up_closed');
  if (mode === 'confirmed') {
    const refused = await requestSignUp(store, pool, codes, body);
    const { username, email } = body;
    return refused ?? new Accepted({ username, email, confirmation: 'pending' });
  }
  const account = await signUp(store, pool, body);
  return isRejection(account) ? account : userSummaryView(account);
});
