import { type BookEntry, WAITING } from '../../domain/book';
import type { Side } from '../../domain/side';
import type { Stock } from '../../domain/stock';
import { bandPartition, fromBookEntryItem } from '../items/book-entry';
import { queryTable, type RawItem } from '../table/read';
import type { Store } from '../table/store';

const ENTRIES_PER_PAGE = 30;

/** A side's waiting entries, those that the price reaches first in front, read lazily. */
export async function* waitingPages(
  store: Store,
  { id }: Stock,
  side: Side,
): AsyncGenerator<BookEntry[], void> {
  let behind: RawItem | undefined;
  do {
    const page = await queryTable(store, {
      partition: bandPartition(id, side, WAITING),
      limit: ENTRIES_PER_PAGE,
      behind,
    });
    yield page.items.map(fromBookEntryItem);
    behind = page.next;
  } while (behind);
}
