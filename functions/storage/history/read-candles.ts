import type { Candle, Interval } from '../../domain/candle';
import { unstoredCandles } from '../../domain/history';
import type { Instant } from '../../domain/instant';
import type { TimeRange } from '../../domain/range';
import { type Stock, unflushedTicks } from '../../domain/stock';
import { candleRunKey, fromCandleRunItem, isRunOf } from '../items/history';
import { stockPartition } from '../items/stock';
import { getItems, type Key, queryAll, type RawItem, type Stretch } from '../table/read';
import { readBackwards } from '../table/read-backwards';
import type { Store } from '../table/store';

/** Candles of a stored interval that start no later than `upTo`, newest first, read only as far as consumed. */
export async function* newestCandles(
  store: Store,
  stock: Stock,
  interval: Interval,
  upTo: Instant,
): AsyncGenerator<Candle, void> {
  const unstored = unstoredCandles(stock.history, unflushedTicks(stock))[interval];
  yield* unstored.filter(({ start }) => start <= upTo).toReversed();
  const stretch = runsWithin(stock, interval, { from: 0 as Instant, to: upTo });
  for await (const run of readBackwards(store, stretch)) {
    const candles = storedCandles(run, unstored);
    yield* candles.filter(({ start }) => start <= upTo).reverse();
  }
}

/** The candles to cover a range: its days, the hours of the days and the minutes of the hours at its ends. */
export async function readCandlesAround(
  store: Store,
  stock: Stock,
  range: TimeRange,
): Promise<Record<Interval, readonly Candle[]>> {
  const [days, edges] = await Promise.all([
    queryAll(store, runsWithin(stock, '1d', range)),
    getItems(store, runsAtEnds(stock, range)),
  ]);
  const unstored = unstoredCandles(stock.history, unflushedTicks(stock));
  const ofInterval = (interval: Interval, runs: readonly RawItem[]) => {
    const stored = runs
      .filter((run) => isRunOf(interval, run))
      .flatMap((run) => storedCandles(run, unstored[interval]));
    return [...stored.sort((a, b) => a.start - b.start), ...unstored[interval]];
  };
  return { '1d': ofInterval('1d', days), '1h': ofInterval('1h', edges), '1m': ofInterval('1m', edges) };
}

/** An end before the first tick or after the newest one cuts through no candle. */
function runsAtEnds({ id, quote }: Stock, { from, to }: TimeRange): Key[] {
  const ends = [from, to].filter((end) => end > 0 && quote !== undefined && end <= quote.timestamp);
  const keys = ends.flatMap((end) => [candleRunKey(id, '1h', end), candleRunKey(id, '1m', end)]);
  return [...new Map(keys.map((key) => [key.SK, key])).values()];
}

function runsWithin({ id }: Stock, interval: Interval, { from, to }: TimeRange): Stretch {
  return {
    partition: stockPartition(id),
    from: candleRunKey(id, interval, from).SK,
    to: candleRunKey(id, interval, to).SK,
  };
}

/** The candles of a run that were closed as of the stock that `unstored` is from. */
function storedCandles(run: RawItem, [firstUnstored]: readonly Candle[]): Candle[] {
  return fromCandleRunItem(run).filter(
    ({ start }) => firstUnstored !== undefined && start < firstUnstored.start,
  );
}
