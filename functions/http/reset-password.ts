import { setting } from '../environment';
import { MailedCodes } from '../identity/mailed-codes';
import { resetPassword } from '../identity/new-password';
import { UserPool } from '../identity/user-pool';
import { serve } from './edge/serve';

const pool = new UserPool(setting('USER_POOL_ID'), setting('USER_POOL_CLIENT_ID'));
const codes = new MailedCodes(setting('USER_POOL_ID'), setting('CODES_CLIENT_ID'));

export const handler = serve('reset-password', async ({ body: { username, code, password } }) => {
  return (await resetPassword(pool, codes, username, code, password)) ?? { password_changed: true };
});
