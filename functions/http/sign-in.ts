import { isRejection, reject } from '../domain/rejection';
import { numberSetting, setting } from '../environment';
import { UserPool } from '../identity/user-pool';
import { type CookieRequest, refreshCookies, refreshTokenOf } from './edge/refresh-cookie';
import { Cookies, type RequestTo, serve } from './edge/serve';

const pool = new UserPool(setting('USER_POOL_ID'), setting('USER_POOL_CLIENT_ID'));
const refreshTokenDays = numberSetting('REFRESH_TOKEN_DAYS');

export const handler = serve('sign-in', async ({ body, cookieRequest, sourceIp }) => {
  const tokens = await tokensFor(body, cookieRequest, sourceIp);
  if (isRejection(tokens)) return tokens;
  const { accessToken, expiresInSeconds, refreshToken } = tokens;
  const answer = { access_token: accessToken, token_type: 'Bearer', expires_in: expiresInSeconds };
  if (refreshToken === undefined) return answer;
  if ('remember' in body && body.remember)
    return new Cookies(answer, refreshCookies(cookieRequest, refreshToken, refreshTokenDays));
  return { ...answer, refresh_token: refreshToken };
});

async function tokensFor(body: RequestTo<'sign-in'>['body'], cookieRequest: CookieRequest, sourceIp: string) {
  if ('username' in body) return await pool.signIn(body.username, body.password, sourceIp);
  const refreshToken = 'refresh_token' in body ? body.refresh_token : refreshTokenOf(cookieRequest);
  return refreshToken === undefined ? reject('invalid_credentials') : await pool.refresh(refreshToken);
}
