import type { StockId } from '../../domain/ids';
import { type Instant, MICROSECONDS } from '../../domain/instant';
import { unflushedTicks } from '../../domain/stock';
import { type TickIdentity, tickName } from '../../domain/tick';
import { fromTicksItem } from '../../storage/items/history';
import { LATE_TICKS, TICK_PAGES } from '../../storage/items/keys';
import { chronological } from '../../storage/items/sort-keys';
import { stockPartition } from '../../storage/items/stock';
import { readStock } from '../../storage/queries/read-stock';
import { queryTable, type RawItem, type Stretch } from '../../storage/table/read';
import type { AuditContext } from '../context/audit-context';

/** Ticks further apart than this are looked up separately rather than by reading everything in between. */
const NEAR = MICROSECONDS.hour;

/**
 * Which of the ticks are not on record anywhere. The stock is read before the pages: a tick that has left the stock
 * by then is already in a page.
 */
export async function unrecordedTicks(
  context: AuditContext,
  stockId: StockId,
  ticks: readonly TickIdentity[],
): Promise<TickIdentity[]> {
  const missing = new Map(ticks.map((tick) => [tickName(tick), tick]));
  const stock = await readStock(context.store, stockId);
  for (const tick of stock ? unflushedTicks(stock) : []) missing.delete(tickName(tick));
  for (const [from, to] of spansOf([...missing.values()])) {
    await removeFound(context, missing, await pagesWithin(context, stockId, from, to));
    await removeFound(context, missing, lateTicksWithin(stockId, from, to));
  }
  return [...missing.values()];
}

function spansOf(ticks: readonly TickIdentity[]): [from: Instant, to: Instant][] {
  const spans: [Instant, Instant][] = [];
  const times = ticks.map(({ timestamp }) => timestamp).sort((a, b) => a - b);
  for (const time of times) {
    const last = spans.at(-1);
    if (last && time - last[1] <= NEAR) last[1] = time;
    else spans.push([time, time]);
  }
  return spans;
}

/** Pages don't overlap, so the first ticks at or after `from` may be in the last page that starts before it. */
async function pagesWithin(
  { store }: AuditContext,
  stockId: StockId,
  from: Instant,
  to: Instant,
): Promise<Stretch> {
  const partition = stockPartition(stockId);
  const before = await queryTable(store, {
    partition,
    from: TICK_PAGES,
    to: `${TICK_PAGES}${chronological(from)}`,
    newestFirst: true,
    limit: 1,
  });
  const start = before.items[0]?.SK;
  return {
    partition,
    from: typeof start === 'string' ? start : TICK_PAGES,
    to: `${TICK_PAGES}${chronological(to)}~`,
  };
}

function lateTicksWithin(stockId: StockId, from: Instant, to: Instant): Stretch {
  return {
    partition: stockPartition(stockId),
    from: `${LATE_TICKS}${chronological(from)}`,
    to: `${LATE_TICKS}${chronological(to)}~`,
  };
}

async function removeFound(
  { store, limits, checkTime }: AuditContext,
  missing: Map<string, TickIdentity>,
  stretch: Stretch,
): Promise<void> {
  let behind: RawItem | undefined;
  do {
    if (missing.size === 0) return;
    checkTime();
    const page = await queryTable(store, { ...stretch, limit: limits.itemsPerPage, behind });
    for (const tick of page.items.flatMap(fromTicksItem)) missing.delete(tickName(tick));
    behind = page.next;
  } while (behind);
}
