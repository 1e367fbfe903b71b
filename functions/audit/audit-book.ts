import { type BookEntry, bookEntryOf } from '../domain/book';
import { isOpen, type Order } from '../domain/order';
import { hasBand, type Stock } from '../domain/stock';
import { bookEntryKey, fromBookEntryItem } from '../storage/items/book-entry';
import { fromOrderItem, orderKey } from '../storage/items/order';
import { fromStockItem, stockKey } from '../storage/items/stock';
import { getItems, type Key, type RawItem } from '../storage/table/read';
import { nameOf } from './findings';
import type { KnownStocks } from './known-stocks';
import type { AuditContext } from './limits';
import { readSoundly } from './read-soundly';
import { getTogether } from './scan';

/** Checks that orders which were read as open are in the book. */
export async function confirmOpenOrders(
  context: AuditContext,
  stocks: KnownStocks,
  orders: readonly Order[],
): Promise<void> {
  const placed = orders
    .filter((order) => order.side === 'sell' || order.upperBound !== undefined)
    .map((order) => ({ order, key: bookEntryKey(bookEntryOf(order)) }));
  const keys = placed.map(({ key }) => key);
  const found = new Set((await getItems(context.store, different(keys))).map(nameOf));
  for (const { order, key } of placed) {
    const isThere = found.has(nameOf(key)) && (await stocks.useBand(bookEntryOf(order)));
    if (!isThere) await confirm(context, orderKey(order.userId, order.id), key);
  }
}

/** Checks that entries of the book stand for open orders, as those are. */
export async function auditEntries(
  context: AuditContext,
  stocks: KnownStocks,
  items: readonly RawItem[],
): Promise<void> {
  const { store, findings } = context;
  findings.count('items', items.length);
  findings.count('bookEntries', items.length);
  const entries = items.flatMap((item) => {
    const entry = readSoundly(fromBookEntryItem, item, 7, (suspicion) => findings.report(suspicion));
    return entry ? { entry, key: { PK: String(item.PK), SK: String(item.SK) } } : [];
  });
  const keyOf = ({ userId, orderId }: BookEntry) => orderKey(userId, orderId);
  const keys = entries.map(({ entry }) => keyOf(entry));
  const found = await getItems(store, different(keys));
  const orders = new Map(found.map((item) => [nameOf(item), item]));
  for (const { entry, key } of entries) {
    const item = orders.get(nameOf(keyOf(entry)));
    const order = item && readSoundly(fromOrderItem, item, 6, (suspicion) => findings.report(suspicion));
    if (item && !order) continue;
    if (bookFault(key, entry, order) || !(await stocks.useBand(entry)))
      await confirm(context, keyOf(entry), key);
  }
}

/** A batch names a key once, even where two broken items name the same. */
function different(keys: readonly Key[]): Key[] {
  return [...new Map(keys.map((key) => [nameOf(key), key])).values()];
}

/** Looks at order, entry and stock as they were at one instant: what is wrong there is wrong. */
async function confirm({ store, findings }: AuditContext, orderAt: Key, entryAt: Key): Promise<void> {
  const [orderItem, entryItem] = await getTogether(store, [orderAt, entryAt]);
  const order = orderItem && fromOrderItem(orderItem);
  const entry = entryItem && fromBookEntryItem(entryItem);
  const what =
    bookFault(entryAt, entry, order) ?? (entry && (await bandFault(store, orderAt, entryAt, entry)));
  if (what) findings.report({ promise: 7, what, items: [nameOf(orderAt), nameOf(entryAt)] });
}

async function bandFault(
  store: AuditContext['store'],
  orderAt: Key,
  entryAt: Key,
  { stockId, side, band }: BookEntry,
): Promise<string | undefined> {
  const [order, entry, item] = await getTogether(store, [orderAt, entryAt, stockKey(stockId)]);
  if (!entry || !order || !isOpen(fromOrderItem(order))) return undefined;
  const stock: Stock | undefined = item && fromStockItem(item);
  if (stock && hasBand(stock, side, band)) return undefined;
  return `The entry ${nameOf(entryAt)} is in a band that its stock does not use.`;
}

const COPIED = ['orderId', 'lower', 'upper', 'total', 'expiresAt'] as const;

/** @returns what is wrong between an order and the entry at `at`, where each may be missing */
export function bookFault(
  at: Key,
  entry: BookEntry | undefined,
  order: Order | undefined,
): string | undefined {
  if (!order) return entry && `The entry ${nameOf(at)} stands for an order that does not exist.`;
  if (!isOpen(order)) return entry && `The entry ${nameOf(at)} stands for an order that is ${order.status}.`;
  const expected = bookEntryOf(order);
  const isItsPlace = nameOf(bookEntryKey(expected)) === nameOf(at);
  if (!entry) return isItsPlace ? `The open order ${order.id} has no entry in the book.` : undefined;
  if (!isItsPlace) return `The entry ${nameOf(at)} is not where its order belongs.`;
  const differing = COPIED.find((field) => entry[field] !== expected[field]);
  return differing && `The entry ${nameOf(at)} says another ${differing} than its order.`;
}
