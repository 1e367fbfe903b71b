import { type Candle, candleOf, INTERVAL_LENGTH, type Interval, mergeCandles } from '../../domain/candle';
import { cover, isWithin, type TimeRange } from '../../domain/range';
import type { Stock } from '../../domain/stock';
import type { Tick } from '../../domain/tick';
import { take } from '../table/read-backwards';
import type { Store } from '../table/store';
import { newestTicks } from './newest-ticks';
import { readCandlesAround } from './read-candles';
import { readTicks } from './read-ticks';

export interface RangeReading {
  /** Over all ticks of the range; undefined if there were none. */
  readonly summary?: Candle | undefined;
  /** How coarse the ends of the range are, if the ticks around them have expired. */
  readonly roundedTo?: Interval | undefined;
  /** Newest first. */
  readonly newest: readonly Tick[];
}

/**
 * Summarizes a range, exact to the microsecond at both ends whatever its length: days, hours and minutes inside, plus
 * the ticks of the two minutes that the ends cut through.
 *
 * Every part of the range is counted from a single source, so a late tick committed during the read is counted once or
 * not yet, never twice.
 */
export async function readRange(
  store: Store,
  stock: Stock,
  range: TimeRange,
  newestCount: number,
): Promise<RangeReading> {
  const [parts, newest] = await Promise.all([
    readParts(store, stock, range),
    take(newestTicks(store, stock, range), newestCount),
  ]);
  const candles = parts.flatMap((part) => part.candles).sort((a, b) => a.start - b.start);
  return {
    summary: candles.length > 0 ? candles.reduce(mergeCandles) : undefined,
    roundedTo: parts.find((part) => part.roundedTo)?.roundedTo,
    newest,
  };
}

interface Part {
  readonly candles: readonly Candle[];
  readonly roundedTo?: Interval;
}

async function readParts(store: Store, stock: Stock, range: TimeRange): Promise<Part[]> {
  const { whole, cut } = cover(range, await readCandlesAround(store, stock, range));
  const edges = await Promise.all(cut.map((minute) => readEdge(store, stock, range, minute)));
  return [{ candles: whole }, ...edges];
}

/**
 * The part of a minute inside the range. A minute that counts more ticks than are left has lost some to expiry,
 * whatever the retention was when they arrived; it is then counted as a whole.
 */
async function readEdge(store: Store, stock: Stock, range: TimeRange, minute: Candle): Promise<Part> {
  const ticks = await readTicks(store, stock, { from: minute.firstAt, to: minute.lastAt });
  if (ticks.length < minute.count) return { candles: [minute], roundedTo: '1m' };
  const within = ticks.filter(({ timestamp }) => isWithin(range, timestamp));
  return { candles: within.map((tick) => candleOf(tick, INTERVAL_LENGTH['1m'])) };
}
