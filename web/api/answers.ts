import type { AnswerOf, EntryOf } from '../../client/operation';

/** The answers that pages show, by the names that people use. */

/** What a server may not tell yet. */
type Perhaps<Fields> = Partial<Fields>;

export type StockSummary = EntryOf<'list-stocks'>;
export type Day = NonNullable<StockSummary['day']>;
export type StockPage = AnswerOf<'get-stock'>;
export type Tick = EntryOf<'list-ticks'>;
export type Candle = EntryOf<'list-candles'>;
export type Fill = EntryOf<'list-stock-transactions'>;
export type Order = EntryOf<'list-orders'>;
export type LedgerEntry = EntryOf<'list-transactions'>;
export type Position = AnswerOf<'get-user'>['stocks'][number] & Perhaps<{ realized_profit: number | null }>;
export type UserSummary = EntryOf<'list-users'>;
export type UserPage = Omit<AnswerOf<'get-user'>, 'stocks'> & { stocks: Position[] } & Perhaps<{
    equity: number | null;
    profit_today: number | null;
  }>;
export type Feed = AnswerOf<'get-feed'>;
export type DeadLetters = AnswerOf<'list-dead-letters'>;
export type DeadLetter = DeadLetters['results'][number];
export type AuditReport = AnswerOf<'get-audit'>;
export type ChartInterval = '1m' | '5m' | '15m' | '1h' | '1d';
