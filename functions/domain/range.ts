import { type Candle, INTERVAL_LENGTH, type Interval, startOf } from './candle';
import type { Instant } from './instant';

/** A span of time, both ends included. */
export interface TimeRange {
  readonly from: Instant;
  readonly to: Instant;
}

/** Everything that an {@link Instant} can say. */
export const ALL_TIME: TimeRange = { from: 0 as Instant, to: Number.MAX_SAFE_INTEGER as Instant };

/** @returns a range that is open where an end is not given */
export function rangeBetween(from: Instant | undefined, to: Instant | undefined): TimeRange {
  return { from: from ?? ALL_TIME.from, to: to ?? ALL_TIME.to };
}

export function isWithin({ from, to }: TimeRange, instant: Instant): boolean {
  return from <= instant && instant <= to;
}

/** How a range is put together from candles. */
export interface Cover {
  /** Candles whose ticks all lie in the range. */
  readonly whole: readonly Candle[];
  /** Minutes with ticks on both sides of an end of the range: only their ticks tell which. At most two. */
  readonly cut: readonly Candle[];
}

const FINER: Record<Interval, Interval | undefined> = { '1d': '1h', '1h': '1m', '1m': undefined };

/**
 * Covers a range with as few candles as there are: whole days, whole hours of the days that an end cuts, whole
 * minutes of the hours that an end cuts. What counts is where a candle's ticks lie and not its interval, so a day
 * that is still open is whole for a range that ends after its last tick.
 *
 * @param candles of each interval, at least those that an end of the range may cut; days all over the range
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
