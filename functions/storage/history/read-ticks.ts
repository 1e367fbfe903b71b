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
 * All ticks of a range that are still kept, in chronological order. Reads every page at once, so it is meant for ranges
 * of minutes. Among ticks with the same timestamp, late ones come last.
 *
 * @param stock as read: pages it doesn't own yet are left out, since their ticks are still on the stock
 */
export async function readTicks(store: Store, stock: Stock, range: TimeRange): Promise<Tick[]> {
  return await readTicksThat(store, stock, range, (page) => !hasItemExpired(page, store.now()));
}

/** Includes ticks that have expired but aren't swept yet: they are never shown, but are known to have arrived. */
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

/** The stock's own pages, as of when it was read, that may hold ticks of a range. */
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

/** Pages don't overlap: of those that start before the range, only the last can reach into it. */
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
