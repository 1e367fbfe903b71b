import { encodeTime } from 'ulid';
import { toMilliseconds } from '../../domain/instant';
import type { LedgerEntry } from '../../domain/ledger';
import { filledQuantity, type Order } from '../../domain/order';
import { userPartition } from '../items/account';
import { fromLedgerItem, ledgerSortKey } from '../items/ledger-entry';
import { queryTable } from '../table/read';
import type { Store } from '../table/store';

export interface FillsOfOrder {
  /** Oldest first. */
  readonly fills: readonly LedgerEntry[];
  /** Whether these are all of them, rather than just the latest. */
  readonly isComplete: boolean;
}

/** How many of the user's entries between the order's placement and its latest change are examined. */
const LOOKED_AT = 100;
const BEHIND_ALL_DIGITS = 'Z'.repeat(16);

/** Reads a single page of the user's ledger. */
export async function readFillsOfOrder(store: Store, order: Order): Promise<FillsOfOrder> {
  const filled = filledQuantity(order);
  if (filled === 0) return { fills: [], isComplete: true };
  const latest = `${encodeTime(toMilliseconds(order.updatedAt), 10)}${BEHIND_ALL_DIGITS}`;
  const { items } = await queryTable(store, {
    partition: userPartition(order.userId),
    from: ledgerSortKey(latest),
    to: ledgerSortKey(order.id),
    limit: LOOKED_AT,
  });
  const fills = items.map(fromLedgerItem).filter(({ trade }) => trade?.orderId === order.id);
  const found = fills.reduce((sum, { trade }) => sum + (trade?.shares ?? 0), 0);
  return { fills: fills.reverse(), isComplete: found === filled };
}
