import { after, type Instant, MICROSECONDS } from '../../domain/instant';
import type { TimeRange } from '../../domain/range';
import { type Stock, unflushedTicks } from '../../domain/stock';
import { isSameTick, type Tick, type TickIdentity, tickName } from '../../domain/tick';
import { fromTicksItem, lateTickKey } from '../items/history';
import { getItems } from '../table/read';
import type { Store } from '../table/store';
import { hasLostTicks } from './has-lost-ticks';
import { readPages } from './read-ticks';

/** Ticks no further apart than this are looked up together, by reading the pages in between as well. */
const NEAR = MICROSECONDS.minute;

export type SeenTicks = (tick: TickIdentity) => Promise<boolean>;

/**
 * Looks up a batch's ticks in the stored history. The cost of a lookup doesn't depend on how many ticks are stored,
 * late or not: a late tick has its own key, and only the pages around a tick are read.
 *
 * @param stock as read; only ticks up to its last flush are looked up
 */
export function seenTicks(store: Store, stock: Stock, batch: readonly TickIdentity[]): SeenTicks {
  const { until } = stock.history;
  const asked = batch.filter(({ timestamp }) => until !== undefined && timestamp <= until);
  const spans = spansOf(asked);
  const pages = new Map<TimeRange, Promise<Tick[]>>();
  let late: Promise<Set<string>> | undefined;
  return async (tick) => {
    // They may have gone into a page since the stock was read.
    if (unflushedTicks(stock).some((known) => isSameTick(known, tick))) return true;
    late ??= readLateTicks(store, stock, asked);
    const span = spans.find(({ from, to }) => from <= tick.timestamp && tick.timestamp <= to);
    const range = span ?? { from: tick.timestamp, to: tick.timestamp };
    const ofPages = pages.get(range) ?? readTicksOfPages(store, stock, range);
    pages.set(range, ofPages);
    const [lateNames, inPages] = await Promise.all([late, ofPages]);
    if (lateNames.has(tickName(tick)) || inPages.some((known) => isSameTick(known, tick))) return true;
    return mayHaveExpired(store, tick.timestamp) && (await hasLostTicks(store, stock, tick.timestamp));
  };
}

function spansOf(ticks: readonly TickIdentity[]): TimeRange[] {
  const spans: { from: Instant; to: Instant }[] = [];
  for (const time of ticks.map(({ timestamp }) => timestamp).sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last && time - last.to <= NEAR) last.to = time;
    else spans.push({ from: time, to: time });
  }
  return spans;
}

async function readLateTicks(store: Store, { id }: Stock, ticks: readonly TickIdentity[]) {
  const items = await getItems(
    store,
    ticks.map((tick) => lateTickKey(id, tick)),
  );
  return new Set(items.flatMap(fromTicksItem).map(tickName));
}

async function readTicksOfPages(store: Store, stock: Stock, range: TimeRange): Promise<Tick[]> {
  return (await readPages(store, stock, range)).flatMap(fromTicksItem);
}

/** A swept tick can't be found, so if any are missing this one counts as seen, lest it be applied twice. */
function mayHaveExpired(store: Store, timestamp: Instant): boolean {
  const { tickRetentionDays } = store;
  if (tickRetentionDays === undefined) return false;
  return timestamp < after(store.now(), -tickRetentionDays * MICROSECONDS.day);
}
