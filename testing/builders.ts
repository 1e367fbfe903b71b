import { randomUUID } from 'node:crypto';
import type { OrderId, StockId, UserId } from '../functions/domain/ids';
import { fromMilliseconds, type Instant } from '../functions/domain/instant';
import { type Money, parseMoney, quantity } from '../functions/domain/money';
import type { Order } from '../functions/domain/order';
import type { OrderType } from '../functions/domain/order-type';
import type { OrderRequest } from '../functions/domain/placement';
import { isRejection, type Rejection } from '../functions/domain/rejection';
import type { IncomingTick } from '../functions/domain/tick';
import { fromHoldingItem, holdingKey } from '../functions/storage/items/holding';
import { matchTicks } from '../functions/storage/matching/match-ticks';
import { readAccount } from '../functions/storage/queries/read-account';
import { getItem } from '../functions/storage/table/read';
import type { Store } from '../functions/storage/table/store';
import { openAccount, reserveNames } from '../functions/storage/transactions/open-account';
import { placeOrder } from '../functions/storage/transactions/place-order';
import { transfer } from '../functions/storage/transactions/transfer';

export const CIB = '6ffb8e62-92c1-40c7-9d38-5b976a346b62' as StockId;
export const NOON = fromMilliseconds(Date.UTC(2026, 0, 5, 12));

export function units(amount: number | string): Money {
  const parsed = parseMoney(amount);
  if (typeof parsed === 'string') throw new Error(`${amount} is ${parsed}`);
  return parsed;
}

export function seconds(count: number): Instant {
  return (NOON + count * 1_000_000) as Instant;
}

export interface TickParts {
  price?: number;
  availability?: number;
  at?: Instant;
  receivedAt?: Instant;
  stockId?: StockId;
  name?: string;
  sequence?: number;
  ask?: number;
  bid?: number;
  askSize?: number;
  bidSize?: number;
}

export function aTick({
  price = 10,
  availability = 1000,
  at = NOON,
  receivedAt = NOON,
  stockId = CIB,
  name = 'CIB',
  sequence,
  ask,
  bid,
  askSize,
  bidSize,
}: TickParts = {}): IncomingTick {
  return {
    stockId,
    name,
    price: units(price),
    availability: quantity(availability),
    timestamp: at,
    ...(sequence !== undefined && { sequence }),
    ...(ask !== undefined && { ask: units(ask) }),
    ...(bid !== undefined && { bid: units(bid) }),
    ...(askSize !== undefined && { askSize: quantity(askSize) }),
    ...(bidSize !== undefined && { bidSize: quantity(bidSize) }),
    receivedAt,
  };
}

export interface OrderParts
  extends Partial<Pick<OrderRequest, 'userId' | 'stockId' | 'timeInForce' | 'expiresAt' | 'id'>> {
  total?: number;
  lower?: number;
  upper?: number;
  type?: OrderType;
  stop?: number;
  takeProfit?: number | undefined;
  stopLoss?: number | undefined;
}

let orders = 0;

/** Order ids increase, so an order built later is later. */
export function anOrderId(): OrderId {
  return `01KE6${String(orders++).padStart(21, '0')}` as OrderId;
}

export function aRequest(side: 'buy' | 'sell', parts: OrderParts = {}): OrderRequest {
  const {
    total = 100,
    lower,
    upper,
    type = 'limit',
    stop,
    takeProfit,
    stopLoss,
    userId = 'ann' as UserId,
    stockId = CIB,
    timeInForce = 'gtc',
    expiresAt,
    id,
  } = parts;
  return {
    id: id ?? anOrderId(),
    userId,
    stockId,
    side,
    type,
    total: quantity(total),
    lowerBound: unitsOrNone(lower),
    upperBound: unitsOrNone(upper),
    timeInForce,
    expiresAt,
    ...(stop !== undefined && { stopPrice: units(stop) }),
    ...((takeProfit ?? stopLoss) !== undefined && {
      exit: { takeProfit: unitsOrNone(takeProfit), stopLoss: unitsOrNone(stopLoss) },
    }),
  };
}

function unitsOrNone(amount: number | undefined): Money | undefined {
  return amount === undefined ? undefined : units(amount);
}

export async function aUser(
  store: Store,
  { cash = 0, name = `user-${randomUUID().slice(0, 8)}` } = {},
): Promise<UserId> {
  const userId = randomUUID() as UserId;
  const reserved = await reserveNames(store, { username: name, email: `${name}@example.com` });
  if (!('names' in reserved)) throw new Error(`${name} is taken`);
  await openAccount(store, userId, reserved);
  if (cash > 0) accepted(await transfer(store, { userId, type: 'deposit', amount: units(cash) }));
  return userId;
}

export async function tick(store: Store, parts: TickParts = {}): Promise<void> {
  const built = aTick({ receivedAt: store.now(), ...parts });
  await matchTicks(store, built.stockId, [built]);
}

export const OPTIONS = { quoteMaxAgeSeconds: 60 };

export async function buy(store: Store, userId: UserId, parts: OrderParts = {}): Promise<Order> {
  return accepted(await placeOrder(store, aRequest('buy', { upper: 10, ...parts, userId }), OPTIONS));
}

export async function sell(store: Store, userId: UserId, parts: OrderParts = {}): Promise<Order> {
  return accepted(await placeOrder(store, aRequest('sell', { lower: 10, ...parts, userId }), OPTIONS));
}

export function accepted<T>(outcome: T | Rejection): T {
  if (isRejection(outcome)) throw new Error(`rejected: ${outcome.rejected}`);
  return outcome;
}

export async function balance(store: Store, userId: UserId): Promise<{ available: Money; frozen: Money }> {
  const account = await readAccount(store, userId);
  if (!account) throw new Error('no such account');
  return { available: account.available, frozen: account.frozen };
}

export async function shares(store: Store, userId: UserId, stockId = CIB) {
  const item = await getItem(store, holdingKey(userId, stockId));
  if (!item) return { available: 0, frozen: 0, cost: 0n };
  const { available, frozen, cost } = fromHoldingItem(item);
  return { available, frozen, cost };
}
