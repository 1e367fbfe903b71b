import type { AnswerOf, EntryOf } from '../../client/operation';

/** The answers that pages show, by the names that people use. */

export type StockSummary = EntryOf<'list-stocks'>;
export type Day = NonNullable<StockSummary['day']>;
export type StockPage = AnswerOf<'get-stock'>;
export type Tick = EntryOf<'list-ticks'>;
export type Candle = EntryOf<'list-candles'>;
export type Fill = EntryOf<'list-stock-transactions'>;
export type Order = EntryOf<'list-orders'>;
export type LedgerEntry = EntryOf<'list-transactions'>;
export type Position = UserPage['stocks'][number];
export type UserSummary = EntryOf<'list-users'>;
export type UserPage = AnswerOf<'get-user'>;
export type Equity = AnswerOf<'get-equity'>;
export type Explanation = AnswerOf<'explain-order'>;
export type Book = AnswerOf<'get-book'>;
export type BookOrder = Book['results'][number];
export type Feed = AnswerOf<'get-feed'>;
export type DeadLetters = AnswerOf<'list-dead-letters'>;
export type DeadLetter = DeadLetters['results'][number];
export type AuditReport = AnswerOf<'get-audit'>;
export type ChartInterval = '1m' | '5m' | '15m' | '1h' | '1d';
