import { type BookEntry, entriesOf, WAITING } from '../../domain/book';
import { knowsOf } from '../../domain/book-index';
import { isOpen, type Order } from '../../domain/order';
import type { Stock } from '../../domain/stock';
import { bookEntryKey } from '../../storage/items/book-entry';
import type { Key } from '../../storage/table/read';
import type { Fault } from './fault';
import { nameOf } from './wording';

const COPIED = ['orderId', 'lower', 'upper', 'total', 'expiresAt'] as const;

/** How an order and the entry at `at` disagree; either may be missing. */
export function bookFault(
  at: Key,
  entry: BookEntry | undefined,
  order: Order | undefined,
): Fault | undefined {
  return asFault(at, disagreement(nameOf(at), entry, order));
}

/** An open order's entry in a place its stock doesn't look would never be matched. */
export function bandFault(
  at: Key,
  entry: BookEntry,
  order: Order | undefined,
  stock: Stock | undefined,
): Fault | undefined {
  if (!order || !isOpen(order) || (stock && knowsOf(stock, entry))) return undefined;
  const where =
    entry.band === WAITING
      ? 'waits closer to the price than any that its stock knows of'
      : 'is in a band that its stock does not use';
  return asFault(at, `The entry ${nameOf(at)} ${where}.`);
}

function asFault(at: Key, what: string | undefined): Fault | undefined {
  return what === undefined ? undefined : { promise: 7, subject: nameOf(at), what };
}

function disagreement(
  name: string,
  entry: BookEntry | undefined,
  order: Order | undefined,
): string | undefined {
  if (!order) return entry && `The entry ${name} is for an order that does not exist.`;
  if (!isOpen(order)) return entry && `The entry ${name} is for an order that is ${order.status}.`;
  const expected = entriesOf(order).find((place) => nameOf(bookEntryKey(place)) === name);
  if (!entry) return expected && `The open order ${order.id} has no entry in the book.`;
  if (!expected) return `The entry ${name} is not where its order belongs.`;
  const differing = COPIED.find((field) => entry[field] !== expected[field]);
  return differing && `The entry ${name} and its order differ in ${differing}.`;
}
