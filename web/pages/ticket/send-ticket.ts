import { newKey } from '../../../client/trading-client';
import type { Order } from '../../api/answers';
import { client } from '../../api/client';
import { amountTyped } from '../../format/money';
import { fromLocalField } from '../../format/query-time';
import { orderChanged } from '../../live/receive';
import type { TicketFields } from './ticket-fields';

/** A ticket on its way. It has one key from its first sending until it is answered, so it can't be bought twice. */
export interface Sending {
  readonly key: string;
  readonly fields: TicketFields;
  readonly stockId: string;
}

export function newSending(stockId: string, fields: TicketFields): Sending {
  return { key: newKey(), fields, stockId };
}

export async function send({ key, fields, stockId }: Sending): Promise<Order> {
  const request = { path: { user_id: 'me' }, idempotencyKey: key };
  const limit = amountTyped(fields.limit);
  const other = fields.other.trim() === '' ? null : amountTyped(fields.other);
  const terms = {
    stock_id: stockId,
    total: amountTyped(fields.shares),
    time_in_force: fields.timeInForce,
    expires_at: fields.timeInForce === 'gtd' ? (fromLocalField(fields.until) ?? null) : null,
  };
  const order: Order =
    fields.side === 'buy'
      ? await client.call('place-buy', {
          ...request,
          body: { ...terms, upper_bound: limit, lower_bound: other },
        })
      : await client.call('place-sell', {
          ...request,
          body: { ...terms, lower_bound: limit, upper_bound: other },
        });
  orderChanged(order);
  return order;
}
