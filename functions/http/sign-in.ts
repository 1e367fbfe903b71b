import { setting } from '../environment';
import { UserPool } from '../identity/user-pool';
import { HttpProblem } from './edge/problem';
import { serve } from './edge/serve';

const pool = new UserPool(setting('USER_POOL_ID'), setting('USER_POOL_CLIENT_ID'));

export const handler = serve('sign-in', async ({ body }) => {
  const tokens =
    'refresh_token' in body
      ? await pool.refresh(body.refresh_token)
      : await pool.signIn(body.username, body.password);
  if (typeof tokens === 'string') throw new HttpProblem(tokens);
  return {
    access_token: tokens.accessToken,
    token_type: 'Bearer',
    expires_in: tokens.expiresInSeconds,
    ...(tokens.refreshToken !== undefined && { refresh_token: tokens.refreshToken }),
  };
});
