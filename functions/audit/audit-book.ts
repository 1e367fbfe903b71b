import { type BookEntry, entriesOf } from '../domain/book';
import type { Order } from '../domain/order';
import { bookEntryKey, fromBookEntryItem } from '../storage/items/book-entry';
import { fromOrderItem, orderKey } from '../storage/items/order';
import { fromStockItem, stockKey } from '../storage/items/stock';
import { getItems, type Key, type RawItem } from '../storage/table/read';
import type { AuditContext } from './context/audit-context';
import type { KnownStocks } from './reading/known-stocks';
import { readSoundly } from './reading/read-soundly';
import { getTogether } from './reading/scan';
import { bandFault, bookFault } from './rules/book-fault';
import { nameOf } from './rules/wording';

/** Checks that orders read as open are in the book. */
export async function confirmOpenOrders(
  context: AuditContext,
  stocks: KnownStocks,
  orders: readonly Order[],
): Promise<void> {
  const booked = orders
    .filter((order) => order.side === 'sell' || order.upperBound !== undefined)
    .flatMap((order) => entriesOf(order).map((entry) => ({ order, entry, key: bookEntryKey(entry) })));
  const keys = booked.map(({ key }) => key);
  const found = new Set((await getItems(context.store, keys)).map(nameOf));
  for (const { order, entry, key } of booked) {
    const isThere = found.has(nameOf(key)) && (await stocks.knowOf(entry));
    if (!isThere) await confirm(context, orderKey(order.userId, order.id), key);
  }
}

/** Checks that book entries belong to open orders and agree with them. */
export async function auditEntries(
  context: AuditContext,
  stocks: KnownStocks,
  items: readonly RawItem[],
): Promise<void> {
  const { store, findings } = context;
  const entries = items.flatMap((item) => {
    const entry = readSoundly(fromBookEntryItem, item, 7, (suspicion) => findings.report(suspicion));
    return entry ? { entry, key: { PK: String(item.PK), SK: String(item.SK) } } : [];
  });
  const keyOf = ({ userId, orderId }: BookEntry) => orderKey(userId, orderId);
  const keys = entries.map(({ entry }) => keyOf(entry));
  const found = await getItems(store, keys);
  const orders = new Map(found.map((item) => [nameOf(item), item]));
  for (const { entry, key } of entries) {
    const item = orders.get(nameOf(keyOf(entry)));
    const order = item && readSoundly(fromOrderItem, item, 6, (suspicion) => findings.report(suspicion));
    if (item && !order) continue;
    if (bookFault(key, entry, order) || !(await stocks.knowOf(entry)))
      await confirm(context, keyOf(entry), key);
  }
  findings.count('items', items.length);
  findings.count('bookEntries', items.length);
}

/** Reads order, entry and stock as of one instant: a fault seen there is real. */
async function confirm({ store, findings }: AuditContext, orderAt: Key, entryAt: Key): Promise<void> {
  const { order, entry } = await readTogether(store, orderAt, entryAt);
  const fault =
    bookFault(entryAt, entry, order) ?? (entry && (await confirmBand(store, orderAt, entryAt, entry)));
  if (fault) findings.report({ ...fault, items: [nameOf(orderAt), nameOf(entryAt)] });
}

async function confirmBand(store: AuditContext['store'], orderAt: Key, entryAt: Key, { stockId }: BookEntry) {
  const { order, entry, stock } = await readTogether(store, orderAt, entryAt, stockKey(stockId));
  return entry && bandFault(entryAt, entry, order, stock);
}

async function readTogether(store: AuditContext['store'], orderAt: Key, entryAt: Key, ...stockAt: Key[]) {
  const [order, entry, stock] = await getTogether(store, [orderAt, entryAt, ...stockAt]);
  return {
    order: order && fromOrderItem(order),
    entry: entry && fromBookEntryItem(entry),
    stock: stock && fromStockItem(stock),
  };
}
