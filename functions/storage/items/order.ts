import * as z from 'zod';
import { assert } from '../../domain/assert';
import type { EntryId, OrderId, UserId } from '../../domain/ids';
import type { Instant } from '../../domain/instant';
import type { LedgerEntry } from '../../domain/ledger';
import type { Money, Quantity } from '../../domain/money';
import type { Order } from '../../domain/order';
import type { Key, RawItem } from '../table/read';
import { userPartition } from './account';
import {
  actorField,
  entryIdField,
  exactField,
  instantField,
  moneyField,
  orderIdField,
  quantityField,
  stockIdField,
  userIdField,
} from './fields';
import { EXPIRING, ORDERS, USERS } from './keys';
import { chronological } from './sort-keys';

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
    agreedAt: instantField.optional(),
    closedAt: instantField.optional(),
    closedBy: actorField.optional(),
    version: z.int(),
  })
  .transform(({ goodUntil, ...order }): Order => ({ ...order, expiresAt: goodUntil }));

export function expiringUntil(instant: Instant): string {
  return `${chronological(instant)}#~`;
}

/**
 * @param entries the ledger entries of the fills that this change of the order is made of. The item carries them
 *   until the next change, so that the table's stream tells all that happens to an order by one item, whose
 *   changes it keeps in order; it promises no order between an order and its ledger entries.
 */
export function toOrderItem({ expiresAt, ...order }: Order, entries: readonly LedgerEntry[] = []): RawItem {
  const isExpiring =
    expiresAt !== undefined && (order.status === 'new' || order.status === 'partially_filled');
  return {
    ...orderKey(order.userId, order.id),
    ...(isExpiring && { GSI1PK: EXPIRING, GSI1SK: `${chronological(expiresAt)}#${order.id}` }),
    ...order,
    goodUntil: expiresAt,
    ...(entries.length > 0 && { fills: entries.map(toFill) }),
  };
}

/** What an order does not say itself about a fill of its own. */
export interface OrderFill {
  readonly id: EntryId;
  readonly at: Instant;
  readonly price: Money;
  readonly shares: Quantity;
}

function toFill({ id, at, trade }: LedgerEntry): OrderFill {
  assert(trade !== undefined, 'the entry of a fill has a trade');
  return { id, at, price: trade.price, shares: trade.shares };
}

const FillsOfOrder = z.object({
  fills: z
    .array(z.object({ id: entryIdField, at: instantField, price: moneyField, shares: quantityField }))
    .default([]),
});

/** @returns the fills that the change which wrote the item was made of, oldest first */
export function fillsOfOrderItem(item: RawItem): OrderFill[] {
  return FillsOfOrder.parse(item).fills;
}

const OrderKey = z.object({ PK: z.string().startsWith(USERS), SK: z.string().startsWith(ORDERS) });

/** For index entries, which carry keys only. */
export function orderOfKey(item: RawItem): { userId: UserId; orderId: OrderId } {
  const { PK, SK } = OrderKey.parse(item);
  return { userId: PK.slice(USERS.length) as UserId, orderId: SK.slice(ORDERS.length) as OrderId };
}

export function fromOrderItem(item: RawItem): Order {
  return OrderItem.parse(item);
}
