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
 * A stock's past up to its last flush, folded: the running statistics and the candle of each interval that is
 * still open. Together with the ticks since, it is all that statistics and candles are ever computed from, so a
 * tick costs no write of its own for either.
 */
export interface History {
  readonly statistics: Statistics;
  readonly open: { readonly [I in Interval]?: Candle | undefined };
  /** The newest tick folded in. Ticks after it are surely not stored yet. */
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
 * Counts a tick that came after the flush it belonged before.
 * @returns the history, and one-tick candles to merge into the stored candles of intervals closed already
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
 * Counts shares filled at a tick that has been flushed already.
 * @returns the history, and the intervals whose candle of that time was closed already
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
 * The candles of a stock that are still to be put: those its unflushed ticks have opened or gone into. What is
 * stored of their intervals was put ahead of a commit that has not happened yet, or after the stock was read.
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
