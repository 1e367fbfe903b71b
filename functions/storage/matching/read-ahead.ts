import { bookEntryOf, comparePriority, meets } from '../../domain/book';
import type { Money } from '../../domain/money';
import { isOpen, type Order } from '../../domain/order';
import type { Stock } from '../../domain/stock';
import type { Store } from '../table/store';
import { BookSide } from './book-side';
import { readBookedOrders } from './read-booked-orders';

/** Orders with priority over another at a price. */
export interface Ahead {
  readonly orders: number;
  /** Their remaining shares. */
  readonly shares: number;
  /** Whether these are all of them, rather than just the first. */
  readonly isComplete: boolean;
}

/** The size of a band's first page. */
const LOOKED_AT = 20;

/** Reads only the head of the book at the price: one page of each band, and the orders of its entries. */
export async function readAhead(store: Store, stock: Stock, order: Order, price: Money): Promise<Ahead> {
  const own = bookEntryOf(order);
  const book = new BookSide(store, stock, order.side, { lowest: price, highest: price });
  const ahead = [];
  let isComplete = false;
  for (let index = 0; index < LOOKED_AT && !isComplete; index++) {
    const entry = await book.at(index);
    if (!entry || comparePriority(entry, own) >= 0) isComplete = true;
    else if (meets(entry, price)) ahead.push(entry);
  }
  const open = (await readBookedOrders(store, ahead)).filter(isOpen);
  const shares = open.reduce((sum, { remaining }) => sum + remaining, 0);
  return { orders: open.length, shares, isComplete };
}
