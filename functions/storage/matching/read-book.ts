import { WAITING } from '../../domain/book';
import type { OrderId, StockId } from '../../domain/ids';
import { NO_MONEY } from '../../domain/money';
import { asOf, isOpen, NO_UPPER_BOUND, type Order } from '../../domain/order';
import type { Side } from '../../domain/side';
import type { Stock } from '../../domain/stock';
import { bandPartition, fromBookEntryItem } from '../items/book-entry';
import { fromOrderItem, orderKey } from '../items/order';
import { getItems, queryTable } from '../table/read';
import type { Store } from '../table/store';
import { BookSide } from './book-side';

export interface ReadBook {
  readonly stock: Stock;
  /** In the order in which a price that all of them accept would fill them. */
  readonly next: readonly Order[];
  /** What waits for a price to reach its stop or its other bound, the nearest first. */
  readonly waiting: readonly Order[];
  /** Whether either goes on beyond what was read. */
  readonly hasMore: boolean;
}

const EVERY_PRICE = { lowest: NO_MONEY, highest: NO_UPPER_BOUND };

type Entry = Pick<Order, 'id' | 'userId'>;

/** One side of a stock's book, as far as `limit` orders. An order that lies in two places of it shows in both. */
export async function readBook(store: Store, stock: Stock, side: Side, limit: number): Promise<ReadBook> {
  const [next, waiting] = await Promise.all([
    nextEntries(store, stock, side, limit + 1),
    waitingEntries(store, stock.id, side, limit + 1),
  ]);
  const orders = await ordersOf(store, [...next.slice(0, limit), ...waiting.slice(0, limit)]);
  const read = (entries: readonly Entry[]) =>
    entries.slice(0, limit).flatMap(({ id }) => orders.get(id) ?? []);
  const hasMore = next.length > limit || waiting.length > limit;
  return { stock, next: read(next), waiting: read(waiting), hasMore };
}

async function nextEntries(store: Store, stock: Stock, side: Side, count: number): Promise<Entry[]> {
  const book = new BookSide(store, stock, side, EVERY_PRICE);
  const entries: Entry[] = [];
  while (entries.length < count) {
    const entry = await book.at(entries.length);
    if (!entry) break;
    entries.push({ id: entry.orderId, userId: entry.userId });
  }
  return entries;
}

async function waitingEntries(store: Store, stockId: StockId, side: Side, limit: number): Promise<Entry[]> {
  const { items } = await queryTable(store, { partition: bandPartition(stockId, side, WAITING), limit });
  return items.map(fromBookEntryItem).map(({ orderId, userId }) => ({ id: orderId, userId }));
}

/** Those that closed while they were read, or whose time is over, are out of the book. */
async function ordersOf(store: Store, entries: readonly Entry[]): Promise<Map<OrderId, Order>> {
  const owners = new Map(entries.map(({ id, userId }) => [id, userId]));
  const items = await getItems(
    store,
    [...owners].map(([id, userId]) => orderKey(userId, id)),
  );
  const open = items.map((item) => asOf(fromOrderItem(item), store.now())).filter(isOpen);
  return new Map(open.map((order) => [order.id, order]));
}
