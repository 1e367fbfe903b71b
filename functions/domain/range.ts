import { type Candle, INTERVAL_LENGTH, type Interval, startOf } from './candle';
import type { Instant } from './instant';

/** A span of time, both ends included. */
export interface TimeRange {
  readonly from: Instant;
  readonly to: Instant;
}

/** Every {@link Instant}. */
export const ALL_TIME: TimeRange = { from: 0 as Instant, to: Number.MAX_SAFE_INTEGER as Instant };

/** @returns a range without limit at an end that isn't given */
export function rangeBetween(from: Instant | undefined, to: Instant | undefined): TimeRange {
  return { from: from ?? ALL_TIME.from, to: to ?? ALL_TIME.to };
}

export function isWithin({ from, to }: TimeRange, instant: Instant): boolean {
  return from <= instant && instant <= to;
}

/** The candles that make up a range. */
export interface Cover {
  /** Candles whose ticks are all in the range. */
  readonly whole: readonly Candle[];
  /** Minutes with ticks on both sides of an end of the range, whose ticks must be read. At most two. */
  readonly cut: readonly Candle[];
}

const FINER: Record<Interval, Interval | undefined> = { '1d': '1h', '1h': '1m', '1m': undefined };

/**
 * Covers a range with as few candles as possible: whole days, whole hours of the days that an end cuts, whole minutes
 * of the hours that an end cuts. What counts is a candle's ticks, not its interval, so a day that is still open is
 * whole for a range that ends after its last tick.
 *
 * @param candles all days of the range; of hours and minutes, at least those in days and hours that an end may cut
 */
export function cover(range: TimeRange, candles: Readonly<Record<Interval, readonly Candle[]>>): Cover {
  return coverFrom('1d', candles['1d'], range, candles);
}

function coverFrom(
  interval: Interval,
  parts: readonly Candle[],
  range: TimeRange,
  candles: Readonly<Record<Interval, readonly Candle[]>>,
): Cover {
  const touched = parts.filter(({ firstAt, lastAt }) => firstAt <= range.to && range.from <= lastAt);
  const isWhole = ({ firstAt, lastAt }: Candle) => range.from <= firstAt && lastAt <= range.to;
  const whole = touched.filter(isWhole);
  const cut = touched.filter((candle) => !isWhole(candle));
  const finer = FINER[interval];
  if (!finer) return { whole, cut };
  const cutStarts = new Set(cut.map(({ start }) => start));
  const within = candles[finer].filter(({ start }) =>
    cutStarts.has(startOf(start, INTERVAL_LENGTH[interval])),
  );
  const rest = coverFrom(finer, within, range, candles);
  return { whole: [...whole, ...rest.whole], cut: rest.cut };
}
