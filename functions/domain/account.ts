import type { UserId } from './ids';
import type { Instant } from './instant';
import { type Money, plus } from './money';

export interface Account {
  readonly userId: UserId;
  readonly username: string;
  readonly email: string;
  readonly available: Money;
  /** What the account's open buys hold: Σ remaining × upper bound. */
  readonly frozen: Money;
  readonly openBuys: number;
  readonly version: number;
  readonly createdAt: Instant;
}

/** An account that holds more than this takes no deposit: beyond it a JSON number can't tell 0.0001. */
export const MAX_BALANCE = 5_000_000_000_000_000n as Money;

export function balanceOf(account: Account): Money {
  return plus(account.available, account.frozen);
}
