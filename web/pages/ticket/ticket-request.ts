import type { RequestOf } from '../../../client/operation';
import { newKey } from '../../../client/trading-client';
import { amountTyped } from '../../format/money';
import { fromLocalField } from '../../format/query-time';
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

export function buyRequest(sending: Sending): RequestOf<'place-buy'> {
  const { type } = sending.fields;
  const price = priceReader(sending);
  return {
    ...addressed(sending),
    body: {
      ...commonTerms(sending),
      // No buy is an exit.
      type: type === 'exit' ? 'limit' : type,
      upper_bound: price('limit'),
      lower_bound: price('other'),
    },
  };
}

export function sellRequest(sending: Sending): RequestOf<'place-sell'> {
  const price = priceReader(sending);
  const { type } = sending.fields;
  const bounds = { lower_bound: price('limit'), upper_bound: price('other') };
  return { ...addressed(sending), body: { ...commonTerms(sending), type, ...bounds } };
}

function addressed({ key }: Sending) {
  return { path: { user_id: 'me' }, idempotencyKey: key };
}

function commonTerms(sending: Sending) {
  const { fields, stockId } = sending;
  const price = priceReader(sending);
  return {
    stock_id: stockId,
    total: amountTyped(fields.shares),
    stop_price: price('stop'),
    take_profit: price('takeProfit'),
    stop_loss: price('stopLoss'),
    time_in_force: fields.timeInForce,
    expires_at: fields.timeInForce === 'gtd' ? (fromLocalField(fields.until) ?? null) : null,
  };
}

/** What was typed for a price that the type of order has. */
function priceReader({ fields }: Sending) {
  const prices = pricesOf(fields);
  return (name: PriceName) =>
    prices.has(name) && fields[name].trim() !== '' ? amountTyped(fields[name]) : null;
}
