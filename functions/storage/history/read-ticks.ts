import { startOf } from '../../domain/candle';
import { isWithin, type TimeRange } from '../../domain/range';
import { type Stock, unflushedTicks } from '../../domain/stock';
import type { Tick } from '../../domain/tick';
import { fromTicksItem, hasItemExpired, LATE_PAGE_SPAN, pageNumberOf } from '../items/history';
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
  return await readLyingTicks(store, stock, range, (page) => !hasItemExpired(page, store.now()));
}

/** Those too that have expired and are not swept yet: nobody is shown them, but they are known to have come. */
export async function readSeenTicks(store: Store, stock: Stock, range: TimeRange): Promise<Tick[]> {
  return await readLyingTicks(store, stock, range, () => true);
}

async function readLyingTicks(
  store: Store,
  stock: Stock,
  range: TimeRange,
  isShown: (page: RawItem) => boolean,
): Promise<Tick[]> {
  const [before, within, late] = await Promise.all([
    queryTable(store, { ...pagesBefore(stock, range), newestFirst: true, limit: 1 }),
    queryAll(store, pagesWithin(stock, range)),
    queryAll(store, latePages(stock, range)),
  ]);
  const pages = [...before.items, ...within].filter((page) => isPageOf(stock, page));
  const ticks = [
    ...pages.filter(isShown).flatMap(fromTicksItem),
    ...unflushedTicks(stock),
    ...late.filter(isShown).flatMap(fromTicksItem),
  ];
  const inRange = ticks.filter(({ timestamp }) => isWithin(range, timestamp));
  return inRange.sort((a, b) => a.timestamp - b.timestamp);
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

/** The late pages that may have ticks of a range. */
export function latePages({ id }: Stock, { from, to }: TimeRange): Stretch {
  return {
    partition: stockPartition(id),
    from: `${LATE_TICKS}${chronological(startOf(from, LATE_PAGE_SPAN))}`,
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
