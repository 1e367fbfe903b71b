import { setting } from '../environment';
import { changePassword } from '../identity/new-password';
import { UserPool } from '../identity/user-pool';
import { serve } from './edge/serve';

const pool = new UserPool(setting('USER_POOL_ID'), setting('USER_POOL_CLIENT_ID'));

export const handler = serve('change-password', async ({ caller, body, sourceIp }) => {
  const passwords = { password: body.password, newPassword: body.new_password };
  return (await changePassword(pool, caller.username, passwords, sourceIp)) ?? { password_changed: true };
});
