import type { StockId, UserId } from '../../domain/ids';
import { type Money, money, type Quantity, quantity } from '../../domain/money';
import { heldBy, type Order } from '../../domain/order';
import { accountKey } from '../items/account';
import { holdingKey } from '../items/holding';
import type { Write } from '../table/transact';

export interface MoneyMovement {
  /** Change in the number of open buys. */
  readonly openBuys?: number;
  readonly available: Money;
  readonly frozen: Money;
}

export interface SharesMovement {
  readonly available: Quantity;
  readonly frozen: Quantity;
  /** Change in the cost of the holding's shares. */
  readonly cost?: Money;
  /** Change in the rounding of the cost. */
  readonly costExcess?: bigint;
  /** Profit of sales. */
  readonly realized?: Money;
  /** Change in the number of open sells. */
  readonly openSells?: number;
}

/** Conditions on an account, besides that nothing falls below zero. */
export interface AccountConditions {
  /** Required to be available beforehand, if more than what leaves. */
  readonly atLeast?: Money | undefined;
  readonly atMost?: Money | undefined;
  readonly frozenAtMost?: Money | undefined;
  readonly version?: number | undefined;
  /** The number open beforehand must be below this. */
  readonly openBuysBelow?: number | undefined;
}

/** Adds signed amounts to an account's money, provided it exists and nothing falls below zero. */
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

/** Conditions on a holding, besides that nothing falls below zero. */
export interface HoldingConditions {
  /** Required to be available beforehand, if more than what leaves. */
  readonly atLeast?: Quantity | undefined;
  /** The number open beforehand must be below this. */
  readonly openSellsBelow?: number | undefined;
}

/** Adds signed numbers to a holding's shares, provided nothing falls below zero. The first buy creates it. */
export function moveShares(
  userId: UserId,
  stockId: StockId,
  movement: SharesMovement,
  { atLeast, openSellsBelow }: HoldingConditions = {},
): Write {
  const { available, frozen, cost = 0n, costExcess = 0n, realized = 0n, openSells = 0 } = movement;
  const isSale = costExcess !== 0n || realized !== 0n;
  const enough = sufficient({ available, frozen });
  if (atLeast !== undefined) also(enough, 'available >= :atLeast', { ':atLeast': atLeast });
  if (openSellsBelow !== undefined) also(enough, 'openSells < :limit', { ':limit': openSellsBelow });
  return {
    Update: {
      Key: holdingKey(userId, stockId),
      UpdateExpression: `SET userId = :user, stockId = :stock ADD available :available, frozen :frozen, cost :cost, openSells :openSells${isSale ? ', costExcess :costExcess, realized :realized' : ''}`,
      ...(enough.conditions.length > 0 && { ConditionExpression: enough.conditions.join(' AND ') }),
      ExpressionAttributeValues: {
        ':user': userId,
        ':stock': stockId,
        ':available': available,
        ':frozen': frozen,
        ':cost': cost,
        ':openSells': openSells,
        ...(isSale && { ':costExcess': costExcess, ':realized': realized }),
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

/** What leaves must be there. A part that only grows has no condition, so an absent item may grow too. */
function sufficient(parts: Record<'available' | 'frozen', bigint | number>) {
  const leaving = Object.entries(parts).filter(([, change]) => change < 0);
  const values: Record<string, bigint | number> = {};
  for (const [part, change] of leaving) values[`:leaving_${part}`] = -change;
  return { conditions: leaving.map(([part]) => `${part} >= :leaving_${part}`), values };
}

/** Releases what an open order still holds when it closes. */
export function holdRelease(order: Order): Write {
  const { userId, stockId, side, remaining } = order;
  const held = heldBy(order);
  if (side === 'buy')
    return moveMoney(userId, { available: money(held), frozen: money(-held), openBuys: -1 });
  return moveShares(userId, stockId, { available: remaining, frozen: quantity(-remaining), openSells: -1 });
}
