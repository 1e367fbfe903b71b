import * as z from 'zod';
import type { OrderId, UserId } from '../../domain/ids';
import type { Instant } from '../../domain/instant';
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
import { chronological } from './sort-keys';

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

/** The partition of the index where open orders that expire wait in order of their expiry. */
export const EXPIRING = 'EXPIRING';

export function expiringUntil(instant: Instant): string {
  return `${chronological(instant)}#~`;
}

export function toOrderItem({ expiresAt, ...order }: Order): RawItem {
  const isExpiring =
    expiresAt !== undefined && (order.status === 'new' || order.status === 'partially_filled');
  return {
    ...orderKey(order.userId, order.id),
    ...(isExpiring && { GSI1PK: EXPIRING, GSI1SK: `${chronological(expiresAt)}#${order.id}` }),
    ...order,
    goodUntil: expiresAt,
  };
}

const OrderKey = z.object({ PK: z.string().startsWith('USER#'), SK: z.string().startsWith(ORDERS) });

/** For index entries, which carry keys only. */
export function orderOfKey(item: RawItem): { userId: UserId; orderId: OrderId } {
  const { PK, SK } = OrderKey.parse(item);
  return { userId: PK.slice('USER#'.length) as UserId, orderId: SK.slice(ORDERS.length) as OrderId };
}

export function fromOrderItem(item: RawItem): Order {
  return OrderItem.parse(item);
}
