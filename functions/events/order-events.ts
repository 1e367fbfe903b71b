import type { UserEvent } from '../contract/events';
import { worth } from '../domain/money';
import type { Order } from '../domain/order';
import { fillsOfOrderItem, fromOrderItem, type OrderFill } from '../storage/items/order';
import { orderView } from '../views/order';
import { transactionView } from '../views/transaction';
import type { TableChange } from './table-change';

/** The longest sequence number of a stream; padded to it, numbers sort as text. */
const SEQUENCE_DIGITS = 40;
/** A transaction fills an order at most 19 times. */
const INDEX_DIGITS = 2;

/**
 * What a change of an order's item tells: the fills it is made of, then the order as they left it. Ids and sequence
 * come from the data and its place in the stream, so that a change that is delivered again makes the same events.
 */
export function orderEventsOf({ before, after, sequenceNumber }: TableChange): UserEvent[] {
  const order = after && fromOrderItem(after);
  // Every change raises the version: with the same one, the item was only written once more.
  if (!order || (before && fromOrderItem(before).version === order.version)) return [];
  const sequence = (index: number) =>
    `${sequenceNumber.padStart(SEQUENCE_DIGITS, '0')}-${String(index).padStart(INDEX_DIGITS, '0')}`;
  const fills = fillsOfOrderItem(after);
  return [
    ...fills.map(
      (fill, index): UserEvent => ({
        type: 'fill',
        id: fill.id,
        sequence: sequence(index),
        user_id: order.userId,
        fill: fillView(order, fill),
      }),
    ),
    {
      type: 'order',
      id: `${order.id}-${order.version}`,
      sequence: sequence(fills.length),
      user_id: order.userId,
      order: orderView(order),
    },
  ];
}

function fillView(order: Order, { id, at, price, shares }: OrderFill) {
  const { stockId, stockName, side } = order;
  return transactionView({
    id,
    at,
    type: side,
    money: worth(price, shares),
    trade: { stockId, stockName, orderId: order.id, price, shares },
  });
}
