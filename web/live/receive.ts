import type { LedgerEntry, Order } from '../api/answers';
import { queries } from '../api/query';
import { identity } from '../api/session';
import { happened } from './happenings';
import { arrived } from './lateness';
import { latestOrders } from './orders';
import { type QuoteEvent, quotes } from './quotes';
import { isQuoteTopic } from './topics';

/** What to do with the events that come, each of which the system itself published. */

const FILLS_SETTLE_MS = 250;

export interface Received {
  readonly topic: string;
  readonly payload: string;
  readonly atMs: number;
}

/** For the event log of developers. */
export const listeners = new Set<(event: Received) => void>();

type UserEvent =
  | { readonly type: 'fill'; readonly user_id: string; readonly fill: LedgerEntry }
  | { readonly type: 'order'; readonly user_id: string; readonly order: Order };

export function receive(topic: string, payload: string): void {
  for (const listener of listeners) listener({ topic, payload, atMs: Date.now() });
  if (isQuoteTopic(topic)) {
    const event: QuoteEvent = JSON.parse(payload);
    arrived(event.received_at);
    quotes.tell(event);
    return;
  }
  const event: UserEvent = JSON.parse(payload);
  if (event.type === 'fill') filled(event.user_id, event.fill);
  else orderChanged(event.order);
}

function filled(userId: string, entry: LedgerEntry): void {
  if (userId === identity.peek()?.userId) {
    happened({ kind: 'fill', id: entry.id, at: entry.timestamp, entry });
  }
  askForMoney();
}

/** An order as an event tells it, or the answer to what was asked: whichever comes first shows it. */
export function orderChanged(order: Order): void {
  if (!latestOrders.tell(order)) return;
  if (order.user_id === identity.peek()?.userId) {
    happened({ kind: 'order', id: order.id, at: order.updated_at, order });
  }
  askForMoney();
}

let asking: ReturnType<typeof setTimeout> | undefined;

/** Money is never added up here: what moved it makes us ask, once for all that came together. */
export function askForMoney(): void {
  clearTimeout(asking);
  asking = setTimeout(() => {
    for (const key of ['user', 'equity', 'ledger', 'fills', 'stock', 'candles']) {
      void queries.invalidateQueries({ queryKey: [key] });
    }
  }, FILLS_SETTLE_MS);
}
