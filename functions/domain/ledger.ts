import type { EntryId, OrderId, StockId, UserId } from './ids';
import type { Instant } from './instant';
import type { Money, Quantity } from './money';
import type { TickIdentity } from './tick';

export type EntryType = 'deposit' | 'withdrawal' | 'buy' | 'sell';

/** What changed hands, and the tick at whose price it did. */
export interface Trade {
  readonly stockId: StockId;
  readonly stockName: string;
  readonly orderId: OrderId;
  readonly price: Money;
  readonly shares: Quantity;
  readonly quotedAt: Instant;
  readonly availability: Quantity;
  readonly sequence?: number | undefined;
  /** What the fill was charged with, which `money` has in it. */
  readonly fee?: Money | undefined;
  /** Of a sell, by the average-cost method: what its shares had been bought for. Version 0.1 did not note it. */
  readonly cost?: Money | undefined;
}

/** The tick that it was filled from. */
export function tickOf({ quotedAt, price, availability, sequence }: Trade): TickIdentity {
  return { timestamp: quotedAt, price, availability, sequence };
}

/** Who moved something that belongs to somebody else. */
export interface Actor {
  readonly id: UserId;
  readonly username: string;
}

/** An entry is written once and never changed: an account is the sum of its entries. */
export interface LedgerEntry {
  readonly id: EntryId;
  readonly type: EntryType;
  readonly userId: UserId;
  /** Signed: what it added to the account's cash, frozen part included. */
  readonly money: Money;
  readonly at: Instant;
  /** Buys and sells have one; its shares are unsigned. */
  readonly trade?: Trade | undefined;
  /** The administrator who moved the money, where it was not the user. */
  readonly by?: Actor | undefined;
}
