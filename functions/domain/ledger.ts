import type { EntryId, OrderId, StockId, UserId } from './ids';
import type { Instant } from './instant';
import type { Money, Quantity } from './money';
import type { TickIdentity } from './tick';

export type EntryType = 'deposit' | 'withdrawal' | 'buy' | 'sell';

/** The shares traded, and the tick that set their price. */
export interface Trade {
  readonly stockId: StockId;
  readonly stockName: string;
  readonly orderId: OrderId;
  readonly price: Money;
  readonly shares: Quantity;
  readonly quotedAt: Instant;
  readonly availability: Quantity;
  readonly sequence?: number | undefined;
  /** The tick's price, bid, ask and sizes, if it had a bid or ask. */
  readonly quoted?: Omit<TickIdentity, 'timestamp' | 'availability' | 'sequence'> | undefined;
  /** Charged for the fill; included in `money`. */
  readonly fee?: Money | undefined;
  /** Of a sell: the cost of its shares by the average-cost method. Version 0.1 didn't record it. */
  readonly cost?: Money | undefined;
}

/** The tick that it was filled from. */
export function tickOf({ quotedAt, price, availability, sequence, quoted }: Trade): TickIdentity {
  return { timestamp: quotedAt, price, availability, sequence, ...quoted };
}

/** An administrator who acts on behalf of a user. */
export interface Actor {
  readonly id: UserId;
  readonly username: string;
}

/** An entry is written once and never changed: an account is the sum of its entries. */
export interface LedgerEntry {
  readonly id: EntryId;
  readonly type: EntryType;
  readonly userId: UserId;
  /** The signed change of the account's cash, frozen part included. */
  readonly money: Money;
  readonly at: Instant;
  /** For buys and sells; its shares are unsigned. */
  readonly trade?: Trade | undefined;
  /** The administrator who moved the money, if not the user. */
  readonly by?: Actor | undefined;
}
