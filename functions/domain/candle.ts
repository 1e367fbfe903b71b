import { greatest, least } from './extremes';
import { type Instant, MICROSECONDS } from './instant';
import { type Money, plus, type Quantity, quantity } from './money';
import type { Tick } from './tick';

/** The intervals that are stored; others are merged from them when read. */
export const INTERVALS = ['1m', '1h', '1d'] as const;
export type Interval = (typeof INTERVALS)[number];

export const INTERVAL_LENGTH: Record<Interval, number> = {
  '1m': MICROSECONDS.minute,
  '1h': MICROSECONDS.hour,
  '1d': MICROSECONDS.day,
};

/** The summary of the ticks of one interval of time. */
export interface Candle {
  readonly start: Instant;
  readonly open: Money;
  readonly high: Money;
  readonly low: Money;
  readonly close: Money;
  /** Exact, so averages over any union of candles are exact too. */
  readonly sum: Money;
  readonly count: number;
  /** Shares that this system filled against the interval's ticks. */
  readonly volume: Quantity;
  /** Timestamps of the ticks that gave `open` and `close`, to compare with a late tick's. */
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

export function startOf(instant: Instant, length: number): Instant {
  return (instant - (instant % length)) as Instant;
}

export function candleOf(tick: Tick, length: number): Candle {
  const { price, timestamp } = tick;
  return {
    start: startOf(timestamp, length),
    open: price,
    high: price,
    low: price,
    close: price,
    sum: price,
    count: 1,
    volume: tick.traded,
    firstAt: timestamp,
    lastAt: timestamp,
  };
}

/** The candle over the ticks of both. Among equal timestamps `a`'s ticks came first. */
export function mergeCandles(a: Candle, b: Candle): Candle {
  return {
    start: least(a.start, b.start),
    open: b.firstAt < a.firstAt ? b.open : a.open,
    high: greatest(a.high, b.high),
    low: least(a.low, b.low),
    close: b.lastAt >= a.lastAt ? b.close : a.close,
    sum: plus(a.sum, b.sum),
    count: a.count + b.count,
    volume: quantity(a.volume + b.volume),
    firstAt: least(a.firstAt, b.firstAt),
    lastAt: greatest(a.lastAt, b.lastAt),
  };
}

/** Counts shares filled at ticks that the candle already contains. */
export function withVolume(candle: Candle, shares: Quantity): Candle {
  return { ...candle, volume: quantity(candle.volume + shares) };
}
