// Who may do what on the broker once it asks who they are: publishers bring ticks, users follow their own orders, and
// nobody ends the connection of another by taking its client id.
import type { Credentials } from '../connection/credentials';
import { areAccepted } from './accepted-credentials';

/** The person at the machine, a publisher, or a user of the API by the id in its token. */
export type Principal = 'anyone' | 'publisher' | `user ${string}`;

export interface AccessOptions extends Credentials {
  /** Whose access token this is. */
  userOf?: ((accessToken: string) => Promise<string | undefined>) | undefined;
}

/** Without a configured user name everyone may do everything: then only this machine can reach the broker. */
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

/** What is below `trading/users` is for the user that it names, and no wildcard reaches into it. */
export function maySubscribe(principal: Principal | undefined, filter: string): boolean {
  // `$SYS` reveals who else is connected, which clients have no need to know.
  if (principal === undefined || filter.startsWith('$')) return false;
  if (principal === 'anyone') return true;
  const [first = '', second = '', user = ''] = filter.split('/');
  const isOfOrders = ['trading', '+'].includes(first) && ['users', '+', '#'].includes(second);
  return (
    (!isOfOrders && first !== '#') ||
    (first === 'trading' && second === 'users' && principal === `user ${user}`)
  );
}
