/** What the keys of the table begin with, each once. How a key goes on stands with its item. */

/** Partitions. */
export const USERS = 'USER#';
export const STOCKS = 'STOCK#';
export const BOOKS = 'BOOK#';
export const CLAIMS = 'CLAIM#';
export const AUDIT = 'AUDIT';

/** A user's sort keys. In this order one query from ACCOUNT on reads a whole user page. */
export const ACCOUNT = 'ACCOUNT';
export const HOLDINGS = 'HOLDING#';
/** Newest first. */
export const LEDGER = 'LEDGER#';
export const ORDERS = 'ORDER#';
export const REQUESTS = 'REQUEST#';
/** Made by an administrator for the user. */
export const REQUESTS_OF_OTHERS = 'REQUEST_OF#';

/** A stock's sort keys. */
export const STOCK = 'STOCK';
/** Runs of ticks in order, none overlapping the next: a page starts no earlier than the one before it ends. */
export const TICK_PAGES = 'TICKS#';
/** Ticks that came after the page they belong in was written: an item each, so that one read tells whether it came. */
export const LATE_TICKS = 'LATE#';
/** Ticks whose invocations got in each other's way, for whoever commits next. */
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
