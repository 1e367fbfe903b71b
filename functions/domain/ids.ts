import type { Branded } from './brand';

/** The subject of the user's token. */
export type UserId = Branded<string, 'UserId'>;
/** The feed's own id of a stock: a UUID in lower case. */
export type StockId = Branded<string, 'StockId'>;
/** A ULID: its first ten characters are the time the order was placed, so ids sort by time. */
export type OrderId = Branded<string, 'OrderId'>;
/** A ULID; ledger entries sort by the time of what they record. */
export type EntryId = Branded<string, 'EntryId'>;
