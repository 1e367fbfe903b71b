import * as z from 'zod';
import { assert } from '../../domain/assert';
import { FEE_SIDES } from '../../domain/fees';
import type { EntryId, OrderId, StockId, UserId } from '../../domain/ids';
import type { Instant } from '../../domain/instant';
import type { LedgerEntry } from '../../domain/ledger';
import type { Money, Quantity } from '../../domain/money';
import type { Order } from '../../domain/order';
import { ORDER_TYPES, type OrderType } from '../../domain/order-type';
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
import { OPEN_ORDERS, ORDERS } from './keys';

export function orderKey(userId: UserId, orderId: OrderId): Key {
  return { PK: userPartition(userId), SK: `${ORDERS}${orderId}` };
}

const TYPES = Object.keys(ORDER_TYPES).filter((name): name is OrderType => name in ORDER_TYPES);

const ExitField = z.object({ takeProfit: moneyField.optional(), stopLoss: moneyField.optional() });

const OrderItem = z
  .object({
    id: orderIdField,
    userId: userIdField,
    stockId: stockIdField,
    stockName: z.string(),
    side: z.enum(['buy', 'sell']),
    // Before there were types, all orders were limit orders.
    type: z.enum(TYPES).default('limit'),
    total: quantityField,
    remaining: quantityField,
    lowerBound: moneyField.optional(),
    upperBound: moneyField.optional(),
    stopPrice: moneyField.optional(),
    exit: ExitField.optional(),
    triggeredAt: instantField.optional(),
    filledValue: moneyField,
    feeSchedule: z
      .object({
        perMillion: z.int(),
        perShare: moneyField,
        minimum: moneyField,
        sides: z.enum(FEE_SIDES),
      })
      .optional(),
    initialHold: exactField,
    fees: moneyField.optional(),
    timeInForce: z.enum(['gtc', 'day', 'gtd', 'ioc', 'fok']),
    // Not `expiresAt`: that attribute is the table's time to live, and an order outlives its expiry.
    goodUntil: instantField.optional(),
    status: z.enum(['new', 'partially_filled', 'filled', 'canceled', 'expired', 'rejected']),
    statusReason: z.string().optional(),
    priority: z.string(),
    exitOrderId: orderIdField.optional(),
    parentOrderId: orderIdField.optional(),
    isWaiting: z.literal(true).optional(),
    createdAt: instantField,
    updatedAt: instantField,
    agreedAt: instantField.optional(),
    closedAt: instantField.optional(),
    closedBy: actorField.optional(),
    version: z.int(),
  })
  .transform(({ goodUntil, ...order }): Order => ({ ...order, expiresAt: goodUntil }));

/** The index partition that lists a user's open orders only. */
export function openOrdersOf(userId: UserId): string {
  return `${OPEN_ORDERS}${userId}`;
}

/** An open order's sort key there; with its stock and expiry, orders can be filtered before they are read. */
function openPlace({ id, stockId, expiresAt }: Pick<Order, 'id' | 'stockId' | 'expiresAt'>): string {
  return expiresAt === undefined ? `${id}#${stockId}` : `${id}#${stockId}#${expiresAt}`;
}

/** The id from the key of an order's item. */
export function orderIdOf({ SK }: Key): OrderId {
  return SK.slice(ORDERS.length) as OrderId;
}

const OpenPlace = z.object({ GSI1SK: z.templateLiteral([z.string(), '#', z.string()]) });

export interface OpenPlaced {
  readonly orderId: OrderId;
  readonly stockId: StockId;
  readonly expiresAt?: Instant | undefined;
}

export function fromOpenPlace(item: RawItem): OpenPlaced {
  const [orderId = '', stockId = '', end] = OpenPlace.parse(item).GSI1SK.split('#');
  return {
    orderId: orderId as OrderId,
    stockId: stockId as StockId,
    expiresAt: end === undefined ? undefined : instantField.parse(Number(end)),
  };
}

/**
 * @param entries the ledger entries of the fills in this change of the order. The item carries them until the next
 *   change, so the table's stream reports everything that happens to an order through one item. The stream keeps the
 *   changes of one item in order, but guarantees no order between an order and its ledger entries.
 */
export function toOrderItem({ expiresAt, ...order }: Order, entries: readonly LedgerEntry[] = []): RawItem {
  const isOpen = order.status === 'new' || order.status === 'partially_filled';
  return {
    ...orderKey(order.userId, order.id),
    ...(isOpen && { GSI1PK: openOrdersOf(order.userId), GSI1SK: openPlace({ ...order, expiresAt }) }),
    ...order,
    goodUntil: expiresAt,
    ...(entries.length > 0 && { fills: entries.map(toFill) }),
  };
}

/** The part of a fill that its order doesn't already state. */
export interface OrderFill {
  readonly id: EntryId;
  readonly at: Instant;
  readonly price: Money;
  readonly shares: Quantity;
  readonly cost?: Money | undefined;
  readonly fee?: Money | undefined;
}

function toFill({ id, at, trade }: LedgerEntry): OrderFill {
  assert(trade !== undefined, 'the entry of a fill has a trade');
  const { price, shares, cost, fee } = trade;
  return { id, at, price, shares, ...(cost !== undefined && { cost }), ...(fee !== undefined && { fee }) };
}

const FillsOfOrder = z.object({
  fills: z
    .array(
      z.object({
        id: entryIdField,
        at: instantField,
        price: moneyField,
        shares: quantityField,
        cost: moneyField.optional(),
        fee: moneyField.optional(),
      }),
    )
    .default([]),
});

/** @returns the fills of the change that wrote the item, oldest first */
export function fillsOfOrderItem(item: RawItem): OrderFill[] {
  return FillsOfOrder.parse(item).fills;
}

export function fromOrderItem(item: RawItem): Order {
  return OrderItem.parse(item);
}
