import type { AnswerOf, EntryOf } from '../../client/operation';

/** The answers that pages show, by the names that people use. */

/** What a running server of before may leave out. */
type Later<Answer, Fields> = Omit<Answer, keyof Fields> & Partial<Fields>;

export interface Day {
  date: string;
  open: number;
  high: number;
  low: number;
  volume: number;
}

interface StockLater {
  version: number;
  received_at: string | null;
  day: Day | null;
}
export type StockSummary = Later<EntryOf<'list-stocks'>, StockLater>;
export type StockPage = Later<AnswerOf<'get-stock'>, StockLater>;
export type Tick = EntryOf<'list-ticks'>;
export type Candle = EntryOf<'list-candles'>;
export type Order = Later<EntryOf<'list-orders'>, { version: number }>;
export type Entry = Later<EntryOf<'list-transactions'>, { by: string | null }>;
export type Position = Later<
  AnswerOf<'get-user'>['stocks'][number],
  { cost: number; realized_profit: number | null }
>;
export type UserSummary = Later<EntryOf<'list-users'>, { created_at: string; open_buys: number }>;
export type UserPage = Later<
  Omit<AnswerOf<'get-user'>, 'stocks'>,
  { created_at: string; open_buys: number; equity: number | null; profit_today: number | null }
> & { stocks: Position[] };
export type AuditReport = AnswerOf<'get-audit'>;
export type ChartInterval = '1m' | '5m' | '15m' | '1h' | '1d';
