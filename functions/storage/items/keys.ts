/** Every key prefix of the table, each in one place. The rest of a key is defined with its item. */

/** Partitions. */
export const USERS = 'USER#';
export const STOCKS = 'STOCK#';
export const BOOKS = 'BOOK#';
export const CLAIMS = 'CLAIM#';
export const AUDIT = 'AUDIT';

/** A user's sort keys. They are in this order so one query from ACCOUNT on reads a whole user page. */
export const ACCOUNT = 'ACCOUNT';
export const HOLDINGS = 'HOLDING#';
/** Newest first. */
export const LEDGER = 'LEDGER#';
export const ORDERS = 'ORDER#';
export const REQUESTS = 'REQUEST#';
/** Requests an administrator made on the user's behalf. */
export const REQUESTS_OF_OTHERS = 'REQUEST_OF#';

/** A stock's sort keys. */
export const STOCK = 'STOCK';
/** Pages of ticks in order that don't overlap: a page starts no earlier than the previous one ends. */
export const TICK_PAGES = 'TICKS#';
/** Ticks that arrived after their page was written: an item each, so one read tells whether a tick has arrived. */
export const LATE_TICKS = 'LATE#';
/** Ticks of conflicting invocations, left for whichever commits next. */
export const SHARED_TICKS = 'SHARED#';
export const CANDLES = 'CANDLES#';

/** Partitions of the index. */
export const USERS_LIST = 'USERS';
export const STOCKS_LIST = 'STOCKS';
export const FILLS = 'FILLS#';
/** Of a user, newest last. */
export const OPEN_ORDERS = 'OPEN#';
/** Open orders that expire, in order of their expiry, in several partitions. */
export const EXPIRING = 'EXPIRING#';
