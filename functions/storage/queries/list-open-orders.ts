import type { OrderId, StockId, UserId } from '../../domain/ids';
import { asOf, isOpen, type Order } from '../../domain/order';
import { isRejection } from '../../domain/rejection';
import { userPartition } from '../items/account';
import { ORDERS } from '../items/keys';
import { fromOpenPlace, fromOrderItem, openOrdersOf, orderIdOf, orderKey } from '../items/order';
import { cursorBehind, type ListResult, type PageRequest, placeOf } from '../table/list';
import { getItems, keyOf, queryIndex, queryTable, type RawItem } from '../table/read';
import type { Store } from '../table/store';

const NEWEST = 100;
const QUERIES_PER_PAGE = 10;

type Wanted = (order: Pick<Order, 'stockId'>) => boolean;

/**
 * A user's open orders, newest first, however many closed ones lie between them. The newest are read from the table
 * itself, so an order just placed is never missing; older ones are found through the index of open orders, which lags
 * slightly, and then read from the table, so no closed order is shown.
 */
export async function listOpenOrders(
  store: Store,
  userId: UserId,
  stockId: StockId | undefined,
  { limit, cursor }: PageRequest,
): Promise<ListResult<Order>> {
  const stretch = { partition: userPartition(userId), from: ORDERS, to: `${ORDERS}~`, newestFirst: true };
  const place = placeOf(stretch, cursor);
  if (isRejection(place)) return place;
  const isWanted: Wanted = (order) => stockId === undefined || order.stockId === stockId;

  const head = await queryTable(store, { ...stretch, limit: NEWEST, behind: place });
  const newest = head.items
    .map(fromOrderItem)
    .filter((order) => isOpen(asOf(order, store.now())) && isWanted(order));
  const older =
    head.next && newest.length <= limit
      ? await olderOpenOrders(store, userId, isWanted, orderIdOf(keyOf(head.next)), limit + 1 - newest.length)
      : { orders: [], goesOn: head.next && orderIdOf(keyOf(head.next)) };
  const orders = [...newest, ...older.orders];
  const results = orders.slice(0, limit);
  const last = orders.length > limit ? results.at(-1)?.id : older.goesOn;
  return { results, next: last ? cursorBehind(orderKey(userId, last)) : null };
}

/** @returns up to `count` orders placed before `newest`, and where to continue if there may be more */
async function olderOpenOrders(
  store: Store,
  userId: UserId,
  isWanted: Wanted,
  newest: OrderId,
  count: number,
): Promise<{ orders: Order[]; goesOn?: OrderId | undefined }> {
  const orders: Order[] = [];
  let [behind, goesOn]: [RawItem | undefined, OrderId | undefined] = [undefined, undefined];
  for (let queries = 0; queries < QUERIES_PER_PAGE && orders.length < count; queries++) {
    // An order's sort key starts with its id but is longer, so `newest` itself is excluded.
    const stretch = { partition: openOrdersOf(userId), to: newest, newestFirst: true, limit: count, behind };
    const page = await queryIndex(store, stretch);
    const places = page.items.map(fromOpenPlace);
    orders.push(...(await read(store, userId, places.filter(isWanted))));
    behind = page.next;
    goesOn = behind && places.at(-1)?.orderId;
    if (!behind) break;
  }
  return { orders, goesOn };
}

async function read(store: Store, userId: UserId, places: readonly { orderId: OrderId }[]): Promise<Order[]> {
  const items = await getItems(
    store,
    places.map(({ orderId }) => orderKey(userId, orderId)),
  );
  const orders = items.map(fromOrderItem).filter((order) => isOpen(asOf(order, store.now())));
  return orders.sort((a, b) => (a.id < b.id ? 1 : -1));
}
