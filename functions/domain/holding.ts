import type { StockId, UserId } from './ids';
import { type Money, money, type Quantity, quantity } from './money';

export interface Holding {
  readonly userId: UserId;
  readonly stockId: StockId;
  readonly available: Quantity;
  /** What the holding's open sells hold: Σ remaining. */
  readonly frozen: Quantity;
  /** What the shares held now were bought for, by the average-cost method. */
  readonly cost: Money;
  readonly openSells: number;
}

export function totalShares(holding: Holding): Quantity {
  return quantity(holding.available + holding.frozen);
}

/**
 * The part of the cost that leaves with `shares` sold: proportional, rounded down, so that the last share takes
 * the rest and an empty holding costs nothing.
 */
export function costOfSold(cost: Money, held: Quantity, shares: Quantity): Money {
  return money((cost * BigInt(shares)) / BigInt(held));
}
