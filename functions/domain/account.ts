import type { UserId } from './ids';
import type { Instant } from './instant';
import { type Money, plus } from './money';

export interface Account {
  readonly userId: UserId;
  readonly username: string;
  readonly email: string;
  readonly available: Money;
  /** What the account's open buys hold: Σ remaining × upper bound, plus fees. */
  readonly frozen: Money;
  readonly openBuys: number;
  readonly version: number;
  readonly createdAt: Instant;
}

/** The maximum balance after a deposit: beyond it a JSON number no longer resolves 0.0001. */
export const MAX_BALANCE = 5_000_000_000_000_000n as Money;

export function balanceOf(account: Account): Money {
  return plus(account.available, account.frozen);
}
