import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type BookEntry, bandOf, WAITING } from '../functions/domain/book';
import { withEntry } from '../functions/domain/book-index';
import type { UserId } from '../functions/domain/ids';
import { quantity } from '../functions/domain/money';
import { toBookEntryItem } from '../functions/storage/items/book-entry';
import { commit } from '../functions/storage/matching/commit-stock';
import { readStock } from '../functions/storage/queries/read-stock';
import type { Store } from '../functions/storage/table/store';
import { anOrderId, CIB, units } from './builders';
import { documents } from './test-store';

const ITEMS_PER_BATCH = 25;
const BATCHES_IN_FLIGHT = 4;

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** Puts many entries into the buy book without orders behind them, for entries that matching must not even read. */
export async function crowdTheBook(
  store: Store,
  count: number,
  boundsOf: (index: number) => Bounds,
  { isWaiting = false } = {},
): Promise<void> {
  const entries = Array.from({ length: count }, (_, index) => {
    const entry = entryWith(boundsOf(index));
    return isWaiting ? { ...entry, band: WAITING, trigger: entry.lower } : entry;
  });
  await openBands(store, entries);
  await putAll(store, entries);
}

function entryWith({ lower, upper }: Bounds): BookEntry {
  const orderId = anOrderId();
  return {
    stockId: CIB,
    side: 'buy',
    band: bandOf(units(lower)),
    lower: units(lower),
    upper: units(upper),
    total: quantity(1),
    priority: orderId,
    orderId,
    userId: 'somebody' as UserId,
  };
}

async function openBands(store: Store, entries: readonly BookEntry[]): Promise<void> {
  const read = await readStock(store, CIB);
  if (!read) throw new Error('the book needs a stock');
  const stock = entries.reduce(withEntry, read);
  await commit(store, { read, stock });
}

async function putAll(store: Store, entries: readonly BookEntry[]): Promise<void> {
  let next = 0;
  const putBatches = async () => {
    while (next < entries.length) {
      const batch = entries.slice(next, next + ITEMS_PER_BATCH);
      next += ITEMS_PER_BATCH;
      const puts = batch.map((entry) => ({ PutRequest: { Item: toBookEntryItem(entry) } }));
      await documents().send(new BatchWriteCommand({ RequestItems: { [store.tableName]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: BATCHES_IN_FLIGHT }, putBatches));
}
