import { setting } from '../environment';
import { UserPool } from '../identity/user-pool';
import { HttpProblem } from './edge/problem';
import { refreshTokenOf, withoutRefreshCookies } from './edge/refresh-cookie';
import { Cookies, serve } from './edge/serve';

const pool = new UserPool(setting('USER_POOL_ID'), setting('USER_POOL_CLIENT_ID'));

export const handler = serve('sign-out', async ({ body, cookieRequest }) => {
  const refreshToken = body.refresh_token ?? refreshTokenOf(cookieRequest);
  const refusal = refreshToken === undefined ? undefined : await pool.revoke(refreshToken);
  if (refusal) throw new HttpProblem(refusal);
  return new Cookies({ signed_out: true }, withoutRefreshCookies(cookieRequest));
});
