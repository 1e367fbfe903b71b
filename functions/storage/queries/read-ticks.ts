import type { StockId } from '../../domain/ids';
import { after, type Instant } from '../../domain/instant';
import type { Tick } from '../../domain/tick';
import { fromTicksItem, LATE_PAGE_SPAN, LATE_TICKS, TICK_PAGES } from '../items/history';
import { chronological } from '../items/sort-keys';
import { stockPartition } from '../items/stock';
import { queryAll, queryTable } from '../read';
import type { Store } from '../store';

const PAGES_PER_QUERY = 8;
const BEHIND_ALL = '~';

/** The stored ticks of a span of time, both ends included, in order. Unflushed ticks are on the stock itself. */
export async function readTicks(store: Store, stockId: StockId, from: Instant, to: Instant): Promise<Tick[]> {
  const [inOrder, late] = await Promise.all([
    readPages(store, stockId, from, to),
    readLate(store, stockId, from, to),
  ]);
  const ticks = [...inOrder, ...late].filter((tick) => from <= tick.timestamp && tick.timestamp <= to);
  return ticks.sort((a, b) => a.timestamp - b.timestamp);
}

/** Pages don't overlap, so reading backwards may stop at the first one that starts before the span. */
async function readPages(store: Store, stockId: StockId, from: Instant, to: Instant): Promise<Tick[]> {
  const partition = stockPartition(stockId);
  const stretch = {
    partition,
    from: TICK_PAGES,
    to: `${TICK_PAGES}${chronological(to)}${BEHIND_ALL}`,
    newestFirst: true,
  };
  const pages: Tick[][] = [];
  let behind: Awaited<ReturnType<typeof queryTable>>['next'];
  do {
    const page = await queryTable(store, { ...stretch, limit: PAGES_PER_QUERY, behind });
    pages.push(...page.items.map(fromTicksItem));
    behind = (pages.at(-1)?.[0]?.timestamp ?? 0) >= from ? page.next : undefined;
  } while (behind);
  return pages.reverse().flat();
}

async function readLate(store: Store, stockId: StockId, from: Instant, to: Instant): Promise<Tick[]> {
  const earliest = Math.max(0, after(from, -LATE_PAGE_SPAN)) as Instant;
  const items = await queryAll(store, {
    partition: stockPartition(stockId),
    from: `${LATE_TICKS}${chronological(earliest)}`,
    to: `${LATE_TICKS}${chronological(to)}${BEHIND_ALL}`,
  });
  return items.flatMap(fromTicksItem);
}
