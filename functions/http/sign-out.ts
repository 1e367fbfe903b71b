import { setting } from '../environment';
import { UserPool } from '../identity/user-pool';
import { refreshTokenOf, withoutRefreshCookies } from './edge/refresh-cookie';
import { Cookies, serve } from './edge/serve';

const pool = new UserPool(setting('USER_POOL_ID'), setting('USER_POOL_CLIENT_ID'));

export const handler = serve('sign-out', async ({ body, cookieRequest }) => {
  const refreshToken = body.refresh_token ?? refreshTokenOf(cookieRequest);
  const refusal = refreshToken === undefined ? undefined : await pool.revoke(refreshToken);
  if (refusal) return refusal;
  return new Cookies({ signed_out: true }, withoutRefreshCookies(cookieRequest));
});
