import type { UserEvent } from '../contract/events';
import { minus, NO_MONEY, negated, plus, worth } from '../domain/money';
import type { Order } from '../domain/order';
import { fillsOfOrderItem, fromOrderItem, type OrderFill } from '../storage/items/order';
import { orderView } from '../views/order';
import { transactionView } from '../views/transaction';
import type { TableChange } from './table-change';

/** The longest sequence number a stream uses; padded to this length, numbers sort as text. */
const SEQUENCE_DIGITS = 40;
/** A transaction fills an order at most 19 times. */
const INDEX_DIGITS = 2;

/**
 * The events for a change of an order's item: its fills, then the order as they left it. Ids and sequence derive from
 * the data and its position in the stream, so a redelivered change produces the same events.
 */
export function orderEventsOf({ before, after, sequenceNumber }: TableChange): UserEvent[] {
  const order = after && fromOrderItem(after);
  // Every change raises the version: if it is the same, the item was merely rewritten.
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

function fillView(order: Order, { id, at, price, shares, cost, fee = NO_MONEY }: OrderFill) {
  const { stockId, stockName, side } = order;
  const value = worth(price, shares);
  return transactionView({
    id,
    at,
    type: side,
    money: side === 'buy' ? negated(plus(value, fee)) : minus(value, fee),
    trade: { stockId, stockName, orderId: order.id, price, shares, cost, fee },
  });
}
