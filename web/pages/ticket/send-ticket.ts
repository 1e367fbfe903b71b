import { newKey } from '../../../client/trading-client';
import type { Order } from '../../api/answers';
import { client } from '../../api/client';
import { amountTyped } from '../../format/money';
import { fromLocalField } from '../../format/query-time';
import { orderChanged } from '../../live/receive';
import { type PriceName, pricesOf, type TicketFields } from './ticket-fields';

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
  const prices = pricesOf(fields);
  const price = (name: PriceName) =>
    prices.has(name) && fields[name].trim() !== '' ? amountTyped(fields[name]) : null;
  const terms = {
    stock_id: stockId,
    total: amountTyped(fields.shares),
    stop_price: price('stop'),
    take_profit: price('takeProfit'),
    stop_loss: price('stopLoss'),
    time_in_force: fields.timeInForce,
    expires_at: fields.timeInForce === 'gtd' ? (fromLocalField(fields.until) ?? null) : null,
  };
  const order: Order =
    fields.side === 'sell'
      ? await client.call('place-sell', {
          ...request,
          body: {
            ...terms,
            type: fields.type,
            lower_bound: price('limit'),
            upper_bound: price('other'),
          },
        })
      : await client.call('place-buy', {
          ...request,
          body: {
            ...terms,
            // No buy is an exit.
            type: fields.type === 'exit' ? 'limit' : fields.type,
            upper_bound: price('limit'),
            lower_bound: price('other'),
          },
        });
  orderChanged(order);
  return order;
}
