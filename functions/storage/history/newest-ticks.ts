import type { Instant } from '../../domain/instant';
import { isWithin, type TimeRange } from '../../domain/range';
import { type Stock, unflushedTicks } from '../../domain/stock';
import type { Tick } from '../../domain/tick';
import { fromLateTickItems, fromTicksItem, hasItemExpired } from '../items/history';
import type { RawItem } from '../table/read';
import { readBackwards } from '../table/read-backwards';
import type { Store } from '../table/store';
import { isPageOf, lateTicks, pagesUpTo } from './read-ticks';

/**
 * The ticks of a range, newest first, read only as far as they are consumed. Among ticks with the same timestamp the
 * last to arrive comes first. The order is `readTicks` reversed and no flush changes it, so a cursor into it stays
 * valid.
 */
export async function* newestTicks(store: Store, stock: Stock, range: TimeRange): AsyncGenerator<Tick, void> {
  const unflushed = unflushedTicks(stock)
    .filter(({ timestamp }) => isWithin(range, timestamp))
    .reverse();
  const { until } = stock.history;
  const isNewerThanStored = ({ timestamp }: Tick) => until === undefined || timestamp > until;
  yield* unflushed.filter(isNewerThanStored);
  const rest = unflushed.filter((tick) => !isNewerThanStored(tick));
  yield* inOneOrder(inOrder(store, stock, range, rest), late(store, stock, range));
}

async function* inOrder(
  store: Store,
  stock: Stock,
  range: TimeRange,
  unflushed: readonly Tick[],
): AsyncGenerator<Tick, void> {
  yield* unflushed;
  for await (const item of readBackwards(store, pagesUpTo(stock, range))) {
    if (!isPageOf(stock, item)) continue;
    // Everything older has expired too.
    if (hasItemExpired(item, store.now())) return;
    const ticks = fromTicksItem(item);
    yield* ticks.filter(({ timestamp }) => isWithin(range, timestamp)).reverse();
    const [first] = ticks;
    if (first && first.timestamp < range.from) return;
  }
}

/** Late ticks are keyed in chronological order; only those with the same timestamp still need sorting. */
async function* late(store: Store, stock: Stock, range: TimeRange): AsyncGenerator<Tick, void> {
  let [atOneTime, time]: [RawItem[], Instant | undefined] = [[], undefined];
  for await (const item of readBackwards(store, lateTicks(stock, range))) {
    if (hasItemExpired(item, store.now())) continue;
    const [tick] = fromLateTickItems([item]);
    if (tick?.timestamp !== time) {
      yield* fromLateTickItems(atOneTime).reverse();
      atOneTime = [];
    }
    [time, atOneTime] = [tick?.timestamp, [...atOneTime, item]];
  }
  yield* fromLateTickItems(atOneTime).reverse();
}

/** Merges two ordered sequences. Among equal timestamps, a late tick arrived later. */
async function* inOneOrder(
  inOrder: AsyncGenerator<Tick, void>,
  late: AsyncGenerator<Tick, void>,
): AsyncGenerator<Tick, void> {
  let [next, nextLate] = await Promise.all([inOrder.next(), late.next()]);
  for (;;) {
    if (!next.done && (nextLate.done || next.value.timestamp > nextLate.value.timestamp)) {
      yield next.value;
      next = await inOrder.next();
    } else if (!nextLate.done) {
      yield nextLate.value;
      nextLate = await late.next();
    } else {
      return;
    }
  }
}
