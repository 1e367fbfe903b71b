import type { Account } from '../../domain/account';
import type { Holding } from '../../domain/holding';
import type { StockId, UserId } from '../../domain/ids';
import { minus, money, NO_MONEY, NO_SHARES, plus, quantity } from '../../domain/money';
import { hasExpired, heldBy, isOpen, type Order } from '../../domain/order';
import { fromOrderItem, orderKey } from '../items/order';
import { getItems } from '../table/read';
import type { Store } from '../table/store';
import { findDueOrders } from './find-due-orders';

/** A user's expired orders that aren't closed yet: what they hold already counts as available. */
export async function readDueOrders(store: Store, userId: UserId): Promise<Order[]> {
  const ids = await findDueOrders(store, userId);
  const items = await getItems(
    store,
    ids.map((id) => orderKey(userId, id)),
  );
  return items.map(fromOrderItem).filter((order) => isOpen(order) && hasExpired(order, store.now()));
}

export function withoutHolds(account: Account, due: readonly Order[]): Account {
  const buys = due.filter(({ side }) => side === 'buy');
  const held = buys.reduce((sum, order) => plus(sum, money(heldBy(order))), NO_MONEY);
  return {
    ...account,
    available: plus(account.available, held),
    frozen: minus(account.frozen, held),
    openBuys: account.openBuys - buys.length,
  };
}

export function sharesWithoutHolds(holding: Holding, due: readonly Order[]): Holding {
  const held = due.reduce((sum, order) => sum + heldOf(order, holding.stockId), 0);
  return {
    ...holding,
    available: quantity(holding.available + held),
    frozen: quantity(holding.frozen - held),
  };
}

function heldOf({ side, stockId, remaining }: Order, ofStock: StockId): number {
  return side === 'sell' && stockId === ofStock ? remaining : NO_SHARES;
}

/** The account with expired holds released. Without open buys the index needn't be read. */
export async function accountByNow(store: Store, account: Account): Promise<Account> {
  return account.openBuys > 0 ? withoutHolds(account, await readDueOrders(store, account.userId)) : account;
}
