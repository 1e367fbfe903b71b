// Access control of the broker once it requires credentials: publishers send ticks, users subscribe to their own
// orders, and nobody can take over another's connection by using its client id.
import type { Credentials } from '../../market/connection/credentials';
import { areAccepted } from './accepted-credentials';

/** Anyone on this machine, a publisher, or an API user by the id in the token. */
export type Principal = 'anyone' | 'publisher' | `user ${string}`;

export interface AccessOptions extends Credentials {
  /** The user id of an access token, or undefined if the token isn't valid. */
  userOf?: ((accessToken: string) => Promise<string | undefined>) | undefined;
}

/** Without a configured username everyone may do everything; the broker is then reachable from this machine only. */
export async function principalOf(
  { userOf, ...configured }: AccessOptions,
  username?: string,
  password?: Buffer,
): Promise<Principal | undefined> {
  if (configured.username === undefined) return 'anyone';
  if (areAccepted(configured, username, password)) return 'publisher';
  const userId = password && (await userOf?.(password.toString('utf8')));
  return userId === undefined ? undefined : `user ${userId}`;
}

export function mayPublish(principal: Principal | undefined): boolean {
  return principal === 'anyone' || principal === 'publisher';
}

/** Topics below `trading/users` are only for the user they name, and no wildcard may reach into them. */
export function maySubscribe(principal: Principal | undefined, filter: string): boolean {
  // `$SYS` reveals who else is connected, which clients don't need to know.
  if (principal === undefined || filter.startsWith('$')) return false;
  if (principal === 'anyone') return true;
  const [first = '', second = '', user = ''] = filter.split('/');
  const isOfOrders = ['trading', '+'].includes(first) && ['users', '+', '#'].includes(second);
  return (
    (!isOfOrders && first !== '#') ||
    (first === 'trading' && second === 'users' && principal === `user ${user}`)
  );
}
