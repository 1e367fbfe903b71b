import type { Account } from '../../domain/account';
import { type Holding, totalShares } from '../../domain/holding';
import type { UserId } from '../../domain/ids';
import type { LedgerEntry } from '../../domain/ledger';
import type { Stock } from '../../domain/stock';
import { accountKey, fromAccountItem, userPartition } from '../items/account';
import { fromHoldingItem } from '../items/holding';
import { HOLDINGS, LEDGER } from '../items/keys';
import { fromLedgerItem } from '../items/ledger-entry';
import { fromStockItem, stockKey } from '../items/stock';
import { getItems, queryTable, type RawItem } from '../table/read';
import type { Store } from '../table/store';
import { readDueOrders, sharesWithoutHolds, withoutHolds } from './read-due-holds';

const RECENT_ENTRIES = 5;

export interface UserPage {
  readonly account: Account;
  readonly positions: readonly { readonly holding: Holding; readonly stock: Stock }[];
  readonly recentEntries: readonly LedgerEntry[];
}

/** Enough for account, latest entries and holdings of most users; one with more takes a second query. */
const ITEMS_PER_QUERY = 20;

/**
 * ACCOUNT, HOLDING#… and LEDGER#… (newest first) are adjacent in this order: one query reads them together, however
 * long the ledger, and a second read gets the prices of the stocks held.
 */
export async function readUserPage(store: Store, userId: UserId): Promise<UserPage | undefined> {
  const items = await readHead(store, userId);
  const account = items.find(({ SK }) => SK === accountKey(userId).SK);
  if (!account) return undefined;
  const stored = withPrefix(items, HOLDINGS)
    .map(fromHoldingItem)
    .filter((holding) => totalShares(holding) > 0);
  const owner = fromAccountItem(account);
  const hasOpenOrders = owner.openBuys > 0 || stored.some(({ openSells }) => openSells > 0);
  const due = hasOpenOrders ? await readDueOrders(store, userId) : [];
  const holdings = stored.map((holding) => sharesWithoutHolds(holding, due));
  const stocks = (
    await getItems(
      store,
      holdings.map(({ stockId }) => stockKey(stockId)),
    )
  ).map(fromStockItem);
  return {
    account: withoutHolds(owner, due),
    positions: holdings.flatMap((holding) => {
      const stock = stocks.find(({ id }) => id === holding.stockId);
      return stock ? { holding, stock } : [];
    }),
    recentEntries: withPrefix(items, LEDGER).slice(0, RECENT_ENTRIES).map(fromLedgerItem),
  };
}

async function readHead(store: Store, userId: UserId): Promise<RawItem[]> {
  const stretch = { partition: userPartition(userId), from: accountKey(userId).SK, to: `${LEDGER}~` };
  const items: RawItem[] = [];
  let behind: RawItem | undefined;
  do {
    const page = await queryTable(store, { ...stretch, limit: ITEMS_PER_QUERY, behind });
    items.push(...page.items);
    behind = page.next;
  } while (behind && withPrefix(items, LEDGER).length < RECENT_ENTRIES);
  return items;
}

function withPrefix(items: RawItem[], prefix: string): RawItem[] {
  return items.filter(({ SK }) => typeof SK === 'string' && SK.startsWith(prefix));
}
