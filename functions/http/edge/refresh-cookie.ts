import { basePath } from '../../contract/route';
import { routes } from '../../contract/routes';

/**
 * The cookie in which a browser keeps its refresh token: no script can read it, no other site can make the browser send
 * it, and it is sent only to the two routes that take it, which is why each has its own.
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
  // The one-machine runtime speaks plain HTTP, over which a browser would not return a Secure cookie.
  const secure = headers['x-forwarded-proto'] === 'http' ? '' : '; Secure';
  return PATHS.map(
    (path) => `${NAME}=${token}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`,
  );
}
