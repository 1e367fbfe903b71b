import type { Order } from '../api/answers';
import { client } from '../api/client';
import { identity } from '../api/session';
import { latestOrders } from './orders';
import { orderChanged } from './receive';

interface OpenOrders {
  readonly results: readonly Order[];
  readonly next: string | null;
}

/**
 * Events get lost without a trace. An order that a list of the open ones does not have any more closed meanwhile, and
 * what became of it is asked for.
 */
export function askForMissed(
  { results, next }: OpenOrders,
  user: string,
  stockId: string | undefined,
  moment: number,
): void {
  const userId = user === 'me' ? (identity.peek()?.userId ?? '') : user;
  const filter = { user: userId, status: 'open', stockId } as const;
  for (const { id } of latestOrders.missing(results, filter, next === null, moment)) {
    // Whatever hinders it, the next list asks again.
    client.call('get-order', { path: { user_id: user, order_id: id } }).then(orderChanged, () => undefined);
  }
}
