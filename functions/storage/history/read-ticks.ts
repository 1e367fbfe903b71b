import { isWithin, type TimeRange } from '../../domain/range';
import { type Stock, unflushedTicks } from '../../domain/stock';
import type { Tick } from '../../domain/tick';
import { fromLateTickItems, fromTicksItem, hasItemExpired, pageNumberOf } from '../items/history';
import { LATE_TICKS, TICK_PAGES } from '../items/keys';
import { chronological } from '../items/sort-keys';
import { stockPartition } from '../items/stock';
import { queryAll, queryTable, type RawItem, type Stretch } from '../table/read';
import type { Store } from '../table/store';

const BEHIND_ALL = '~';

/**
 * All ticks of a range that are still kept, in order of time: in one wait however many pages there are, for ranges
 * of minutes. Of ticks at one time the late ones come last.
 *
 * @param stock as it was read: pages that are not its own yet are left out, since their ticks are on the stock
 */
export async function readTicks(store: Store, stock: Stock, range: TimeRange): Promise<Tick[]> {
  return await readTicksThat(store, stock, range, (page) => !hasItemExpired(page, store.now()));
}

/** Those too that have expired and are not swept yet: nobody is shown them, but they are known to have come. */
export async function readSeenTicks(store: Store, stock: Stock, range: TimeRange): Promise<Tick[]> {
  return await readTicksThat(store, stock, range, () => true);
}

async function readTicksThat(
  store: Store,
  stock: Stock,
  range: TimeRange,
  isKept: (page: RawItem) => boolean,
): Promise<Tick[]> {
  const [pages, late] = await Promise.all([
    readPages(store, stock, range),
    queryAll(store, lateTicks(stock, range)),
  ]);
  const ticks = [
    ...pages.filter(isKept).flatMap(fromTicksItem),
    ...unflushedTicks(stock),
    ...fromLateTickItems(late.filter(isKept)),
  ];
  const inRange = ticks.filter(({ timestamp }) => isWithin(range, timestamp));
  return inRange.sort((a, b) => a.timestamp - b.timestamp);
}

/** The pages that may have ticks of a range, which the stock knew of when it was read. */
export async function readPages(store: Store, stock: Stock, range: TimeRange): Promise<RawItem[]> {
  const [before, within] = await Promise.all([
    queryTable(store, { ...pagesBefore(stock, range), newestFirst: true, limit: 1 }),
    queryAll(store, pagesWithin(stock, range)),
  ]);
  return [...before.items, ...within].filter((page) => isPageOf(stock, page));
}

export function isPageOf(stock: Stock, item: RawItem): boolean {
  return pageNumberOf(item) < stock.pages;
}

/** Pages don't overlap: of those that start before the range only the last one can reach into it. */
function pagesBefore({ id }: Stock, { from }: TimeRange): Stretch {
  return { partition: stockPartition(id), from: TICK_PAGES, to: `${TICK_PAGES}${chronological(from)}` };
}

function pagesWithin({ id }: Stock, { from, to }: TimeRange): Stretch {
  return {
    partition: stockPartition(id),
    from: `${TICK_PAGES}${chronological(from)}`,
    to: `${TICK_PAGES}${chronological(to)}${BEHIND_ALL}`,
  };
}

/** The late ticks of a range. */
export function lateTicks({ id }: Stock, { from, to }: TimeRange): Stretch {
  return {
    partition: stockPartition(id),
    from: `${LATE_TICKS}${chronological(from)}`,
    to: `${LATE_TICKS}${chronological(to)}${BEHIND_ALL}`,
  };
}

/** The pages that start no later than the range ends. */
export function pagesUpTo({ id }: Stock, { to }: TimeRange): Stretch {
  return {
    partition: stockPartition(id),
    from: TICK_PAGES,
    to: `${TICK_PAGES}${chronological(to)}${BEHIND_ALL}`,
  };
}
