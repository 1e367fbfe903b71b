import { basePath } from '../../contract/route';
import { routes } from '../../contract/routes';

/**
 * Where a browser keeps its refresh token: no script can read it, no other site can have it sent, and it is sent to
 * the two routes that take it only, which is why there is one for each.
 */
const NAME = 'trading-refresh';
const PATHS = [routes['sign-in'].path, routes['sign-out'].path].map((path) => basePath + path);

const SECONDS_PER_DAY = 86_400;

export interface CookieRequest {
  readonly cookies?: readonly string[] | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export function refreshTokenOf({ cookies = [] }: Pick<CookieRequest, 'cookies'>): string | undefined {
  const own = cookies.find((cookie) => cookie.startsWith(`${NAME}=`));
  return own?.slice(NAME.length + 1) || undefined;
}

/** @returns the values of Set-Cookie */
export function refreshCookies(request: CookieRequest, token: string, days: number): string[] {
  return cookiesWith(request, token, days * SECONDS_PER_DAY);
}

export function withoutRefreshCookies(request: CookieRequest): string[] {
  return cookiesWith(request, '', 0);
}

function cookiesWith({ headers }: CookieRequest, token: string, maxAgeSeconds: number): string[] {
  // One machine speaks plain HTTP, and a browser would not send back what is for TLS only.
  const secure = headers['x-forwarded-proto'] === 'http' ? '' : '; Secure';
  return PATHS.map(
    (path) => `${NAME}=${token}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`,
  );
}
