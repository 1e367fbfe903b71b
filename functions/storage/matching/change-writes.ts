import type { Fill } from '../../domain/fill';
import { type Holding, holdingUpdate } from '../../domain/holding';
import type { UserId } from '../../domain/ids';
import type { LedgerEntry } from '../../domain/ledger';
import { NO_MONEY, plus } from '../../domain/money';
import { isOpen, type Order } from '../../domain/order';
import type { Side } from '../../domain/side';
import { fromHoldingItem, holdingKey } from '../items/holding';
import { toLedgerItem } from '../items/ledger-entry';
import { getItems } from '../table/read';
import { VersionConflict } from '../table/retry';
import type { Store } from '../table/store';
import { MAX_WRITES, type Write } from '../table/transact';
import { moveMoney, moveShares } from '../writes/move-balances';
import { moveEntry, orderPut, updateOrder } from '../writes/update-order';

/** A fill writes an order, an account, a holding, a ledger entry and a book entry, besides the one stock. */
const WRITES_OF_FILL = 5;
export const MAX_FILLS = Math.floor((MAX_WRITES - 1) / WRITES_OF_FILL);
/** An order with two book entries needs one more write. */
const SECOND_PLACE = 1;
/** The exit that a buy places, and its two book entries. */
const WRITES_OF_EXIT = 3;

/** At least as many writes as a fill of the order takes. */
export function writesOfFill({ side, exit }: Order): number {
  if (!exit) return WRITES_OF_FILL;
  return WRITES_OF_FILL + (side === 'sell' ? SECOND_PLACE : WRITES_OF_EXIT);
}

/** An order as stored, unless it is new, and as it will be. */
export interface ChangedOrder {
  readonly before?: Order | undefined;
  readonly after: Order;
}

/** The writes of changed orders and their fills, merged so each item is written once. */
export async function changeWrites(
  store: Store,
  changes: readonly ChangedOrder[],
  fills: readonly Fill[],
): Promise<Record<string, Write>> {
  const holdings = await sellersHoldings(store, fills);
  const writes: Record<string, Write> = {};
  const entries: LedgerEntry[] = [];
  for (const [userId, own] of groupedByUser(fills)) {
    const update = holdingUpdate(holdings.get(userId), own);
    // The holding was read after the stock: another writer has committed these sales in between.
    if (!update) throw new VersionConflict(`the shares that ${userId} sells have left the holding`);
    writes[`account ${userId}`] = accountWrite(userId, own);
    const { change } = update;
    const openSells = change.openSells + exitsPlaced(changes, userId);
    writes[`holding ${userId}`] = moveShares(userId, own[0].order.stockId, { ...change, openSells });
    entries.push(...update.entries);
  }
  for (const entry of entries) writes[`entry ${entry.id}`] = { Put: { Item: toLedgerItem(entry) } };
  for (const { before, after } of changes) {
    const own = entries.filter(({ trade }) => trade?.orderId === after.id);
    writes[`order ${after.id}`] = before ? updateOrder(before, after, own) : orderPut(after, own);
    Object.assign(writes, moveEntry(before, after));
  }
  return writes;
}

/** At least as many as {@link changeWrites} returns. */
export function countWrites(changes: readonly ChangedOrder[], fills: readonly Fill[]): number {
  const ofFills = fills.length * 3;
  return changes.reduce(
    (sum, { before, after }) => sum + 1 + Object.keys(moveEntry(before, after)).length,
    ofFills,
  );
}

/** The cost of sold shares depends on the holding, whose cost can't change before the stock's commit. */
async function sellersHoldings(store: Store, fills: readonly Fill[]): Promise<Map<UserId, Holding>> {
  const sales = fills.filter((fill) => fill.order.side === 'sell');
  const keys = new Map(sales.map(({ order }) => [order.userId, holdingKey(order.userId, order.stockId)]));
  const holdings = (await getItems(store, [...keys.values()])).map(fromHoldingItem);
  return new Map(holdings.map((holding) => [holding.userId, holding]));
}

function groupedByUser(fills: readonly Fill[]): Map<UserId, [Fill, ...Fill[]]> {
  const groups = new Map<UserId, [Fill, ...Fill[]]>();
  for (const fill of fills) {
    const earlier = groups.get(fill.order.userId);
    groups.set(fill.order.userId, earlier ? [...earlier, fill] : [fill]);
  }
  return groups;
}

function accountWrite(userId: UserId, fills: readonly Fill[]): Write {
  const available = fills.reduce((sum, fill) => plus(sum, fill.money.available), NO_MONEY);
  const frozen = fills.reduce((sum, fill) => plus(sum, fill.money.frozen), NO_MONEY);
  return moveMoney(userId, { available, frozen, openBuys: -closing(fills, 'buy') });
}

/** How many exits the user's buys have placed. */
function exitsPlaced(changes: readonly ChangedOrder[], userId: UserId): number {
  return changes.filter(({ before, after }) => !before && after.userId === userId).length;
}

/** How many orders of the side the fills close. */
function closing(fills: readonly Fill[], side: Side): number {
  return fills.filter(({ order }) => order.side === side && !isOpen(order)).length;
}
