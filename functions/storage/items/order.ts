import * as z from 'zod';
import type { OrderId, UserId } from '../../domain/ids';
import type { Order } from '../../domain/order';
import type { Key, RawItem } from '../read';
import { userPartition } from './account';
import {
  exactField,
  instantField,
  moneyField,
  orderIdField,
  quantityField,
  stockIdField,
  userIdField,
} from './fields';

export const ORDERS = 'ORDER#';

export function orderKey(userId: UserId, orderId: OrderId): Key {
  return { PK: userPartition(userId), SK: `${ORDERS}${orderId}` };
}

const OrderItem = z
  .object({
    id: orderIdField,
    userId: userIdField,
    stockId: stockIdField,
    stockName: z.string(),
    side: z.enum(['buy', 'sell']),
    total: quantityField,
    remaining: quantityField,
    lowerBound: moneyField.optional(),
    upperBound: moneyField.optional(),
    filledValue: moneyField,
    initialHold: exactField,
    timeInForce: z.enum(['gtc', 'day', 'gtd', 'ioc', 'fok']),
    // Not `expiresAt`: that attribute is the table's time to live, and an order outlives its expiry.
    goodUntil: instantField.optional(),
    status: z.enum(['new', 'partially_filled', 'filled', 'canceled', 'expired', 'rejected']),
    statusReason: z.string().optional(),
    priority: z.string(),
    createdAt: instantField,
    updatedAt: instantField,
    closedAt: instantField.optional(),
    version: z.int(),
  })
  .transform(({ goodUntil, ...order }): Order => ({ ...order, expiresAt: goodUntil }));

export function toOrderItem({ expiresAt, ...order }: Order): RawItem {
  return { ...orderKey(order.userId, order.id), ...order, goodUntil: expiresAt };
}

export function fromOrderItem(item: RawItem): Order {
  return OrderItem.parse(item);
}
