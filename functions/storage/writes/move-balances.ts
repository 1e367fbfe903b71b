import type { StockId, UserId } from '../../domain/ids';
import { type Money, money, type Quantity, quantity } from '../../domain/money';
import { holdFor, type Order } from '../../domain/order';
import { accountKey } from '../items/account';
import { holdingKey } from '../items/holding';
import type { Write } from '../table/transact';

export interface MoneyMovement {
  /** By how many the open buys change. */
  readonly openBuys?: number;
  readonly available: Money;
  readonly frozen: Money;
}

export interface SharesMovement {
  readonly available: Quantity;
  readonly frozen: Quantity;
  /** In money: what the holding's shares were bought for changes by this. */
  readonly cost?: Money;
  /** By how many the open sells change. */
  readonly openSells?: number;
}

/** What must hold of an account besides that nothing falls below zero. */
export interface AccountConditions {
  /** Available beforehand, when more than what leaves. */
  readonly atLeast?: Money | undefined;
  readonly atMost?: Money | undefined;
  readonly frozenAtMost?: Money | undefined;
  readonly version?: number | undefined;
  /** Open beforehand, at most one less than this. */
  readonly openBuysBelow?: number | undefined;
}

/** Adds to an account's money, signed, on the condition that it exists and nothing falls below zero. */
export function moveMoney(
  userId: UserId,
  { available, frozen, openBuys = 0 }: MoneyMovement,
  required: AccountConditions = {},
): Write {
  const enough = sufficient({ available, frozen });
  if (required.atLeast !== undefined) also(enough, 'available >= :atLeast', { ':atLeast': required.atLeast });
  if (required.atMost !== undefined) also(enough, 'available <= :atMost', { ':atMost': required.atMost });
  if (required.frozenAtMost !== undefined)
    also(enough, 'frozen <= :frozenAtMost', { ':frozenAtMost': required.frozenAtMost });
  if (required.openBuysBelow !== undefined)
    also(enough, 'openBuys < :limit', { ':limit': required.openBuysBelow });
  if (required.version !== undefined) also(enough, 'version = :version', { ':version': required.version });
  return {
    Update: {
      Key: accountKey(userId),
      UpdateExpression: 'ADD version :one, available :available, frozen :frozen, openBuys :openBuys',
      ConditionExpression: ['attribute_exists(PK)', ...enough.conditions].join(' AND '),
      ExpressionAttributeValues: {
        ':one': 1,
        ':available': available,
        ':frozen': frozen,
        ':openBuys': openBuys,
        ...enough.values,
      },
    },
  };
}

/** What must hold of a holding besides that nothing falls below zero. */
export interface HoldingConditions {
  /** Available beforehand, when more than what leaves. */
  readonly atLeast?: Quantity | undefined;
  /** Open beforehand, at most one less than this. */
  readonly openSellsBelow?: number | undefined;
}

/** Adds to a holding's shares, signed, on the condition that nothing falls below zero. The first buy makes it. */
export function moveShares(
  userId: UserId,
  stockId: StockId,
  movement: SharesMovement,
  { atLeast, openSellsBelow }: HoldingConditions = {},
): Write {
  const { available, frozen, cost = 0n, openSells = 0 } = movement;
  const enough = sufficient({ available, frozen });
  if (atLeast !== undefined) also(enough, 'available >= :atLeast', { ':atLeast': atLeast });
  if (openSellsBelow !== undefined) also(enough, 'openSells < :limit', { ':limit': openSellsBelow });
  return {
    Update: {
      Key: holdingKey(userId, stockId),
      UpdateExpression:
        'SET userId = :user, stockId = :stock ADD available :available, frozen :frozen, cost :cost, openSells :openSells',
      ...(enough.conditions.length > 0 && { ConditionExpression: enough.conditions.join(' AND ') }),
      ExpressionAttributeValues: {
        ':user': userId,
        ':stock': stockId,
        ':available': available,
        ':frozen': frozen,
        ':cost': cost,
        ':openSells': openSells,
        ...enough.values,
      },
    },
  };
}

function also(
  all: ReturnType<typeof sufficient>,
  condition: string,
  values: Record<string, bigint | number>,
): void {
  all.conditions.push(condition);
  Object.assign(all.values, values);
}

/** What leaves must be there. Nothing is asked of a part that only grows, so that an absent item may grow too. */
function sufficient(parts: Record<'available' | 'frozen', bigint | number>) {
  const leaving = Object.entries(parts).filter(([, change]) => change < 0);
  const values: Record<string, bigint | number> = {};
  for (const [part, change] of leaving) values[`:leaving_${part}`] = -change;
  return { conditions: leaving.map(([part]) => `${part} >= :leaving_${part}`), values };
}

/** Gives back what an open order still holds when it closes. */
export function holdRelease(order: Order): Write {
  const { userId, stockId, side, remaining } = order;
  const held = holdFor(order, remaining);
  if (side === 'buy')
    return moveMoney(userId, { available: money(held), frozen: money(-held), openBuys: -1 });
  return moveShares(userId, stockId, { available: remaining, frozen: quantity(-remaining), openSells: -1 });
}
