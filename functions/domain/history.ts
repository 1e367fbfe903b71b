import {
  type Candle,
  candleOf,
  INTERVAL_LENGTH,
  INTERVALS,
  type Interval,
  mergeCandles,
  startOf,
  withVolume,
} from './candle';
import type { Instant } from './instant';
import type { Quantity } from './money';
import { NO_STATISTICS, type Statistics, withPrice } from './statistics';
import type { Tick } from './tick';

/**
 * A stock's past up to its last flush, folded into running statistics and the open candle of each interval. Statistics
 * and candles are computed from this and the ticks since, so a tick needs no write of its own for either.
 */
export interface History {
  readonly statistics: Statistics;
  readonly open: { readonly [I in Interval]?: Candle | undefined };
  /** Timestamp of the newest tick folded in. No later tick is stored yet. */
  readonly until?: Instant | undefined;
}

export const NO_HISTORY: History = { statistics: NO_STATISTICS, open: {} };

export interface ClosedCandle {
  readonly interval: Interval;
  readonly candle: Candle;
}

/** @param ticks in order of time, none older than `history.until` */
export function fold(history: History, ticks: readonly Tick[]): { history: History; closed: ClosedCandle[] } {
  const closed: ClosedCandle[] = [];
  const open = { ...history.open };
  let { statistics, until } = history;
  for (const tick of ticks) {
    statistics = withPrice(statistics, tick.price);
    until = tick.timestamp;
    for (const interval of INTERVALS) {
      const candle = candleOf(tick, INTERVAL_LENGTH[interval]);
      const current = open[interval];
      if (current && current.start !== candle.start) closed.push({ interval, candle: current });
      open[interval] = current?.start === candle.start ? mergeCandles(current, candle) : candle;
    }
  }
  return { history: { statistics, open, until }, closed };
}

/**
 * Counts a tick that arrived after the flush it should have been part of.
 * @returns the history, and one-tick candles to merge into the stored candles of intervals already closed
 */
export function foldLate(history: History, tick: Tick): { history: History; missed: ClosedCandle[] } {
  const missed: ClosedCandle[] = [];
  const open = { ...history.open };
  for (const interval of INTERVALS) {
    const candle = candleOf(tick, INTERVAL_LENGTH[interval]);
    const current = open[interval];
    if (current?.start === candle.start) open[interval] = mergeCandles(current, candle);
    else missed.push({ interval, candle });
  }
  return { history: { ...history, open, statistics: withPrice(history.statistics, tick.price) }, missed };
}

/**
 * Counts shares filled at a tick that is already flushed.
 * @returns the history, and the intervals whose candle of that time is already closed
 */
export function withVolumeAt(
  history: History,
  timestamp: Instant,
  shares: Quantity,
): { history: History; missed: Interval[] } {
  const missed: Interval[] = [];
  const open = { ...history.open };
  for (const interval of INTERVALS) {
    const candle = open[interval];
    if (candle?.start === startOf(timestamp, INTERVAL_LENGTH[interval]))
      open[interval] = withVolume(candle, shares);
    else missed.push(interval);
  }
  return { history: { ...history, open }, missed };
}

/**
 * A stock's candles that aren't stored yet: those that its unflushed ticks opened or joined. Stored candles of the same
 * intervals were put ahead of a commit that hasn't happened yet, or after the stock was read.
 *
 * @returns in order of time
 */
export function unstoredCandles(
  history: History,
  unflushed: readonly Tick[],
): Record<Interval, readonly Candle[]> {
  const folded = fold(history, unflushed);
  const ofInterval = (interval: Interval): Candle[] => {
    const closed = folded.closed.filter((one) => one.interval === interval).map(({ candle }) => candle);
    const open = folded.history.open[interval];
    return open ? [...closed, open] : closed;
  };
  return { '1m': ofInterval('1m'), '1h': ofInterval('1h'), '1d': ofInterval('1d') };
}
