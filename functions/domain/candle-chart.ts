import { type Candle, type Interval, mergeCandles, startOf } from './candle';
import { type Instant, MICROSECONDS } from './instant';
import { NO_MONEY, NO_SHARES } from './money';

/** The intervals that can be requested. */
export const CHART_INTERVALS = ['1m', '5m', '15m', '1h', '1d'] as const;
export type ChartInterval = (typeof CHART_INTERVALS)[number];

export interface Chart {
  readonly stored: Interval;
  /** In microseconds. */
  readonly length: number;
}

export const CHARTS: Record<ChartInterval, Chart> = {
  '1m': { stored: '1m', length: MICROSECONDS.minute },
  '5m': { stored: '1m', length: 5 * MICROSECONDS.minute },
  '15m': { stored: '1m', length: 15 * MICROSECONDS.minute },
  '1h': { stored: '1h', length: MICROSECONDS.hour },
  '1d': { stored: '1d', length: MICROSECONDS.day },
};

type Candles = AsyncIterable<Candle>;

/** Merges candles into those of a longer interval. Both newest first. */
export async function* lengthened(candles: Candles, length: number): AsyncGenerator<Candle, void> {
  let merged: Candle | undefined;
  for await (const candle of candles) {
    const part = { ...candle, start: startOf(candle.start, length) };
    if (merged && merged.start !== part.start) yield merged;
    merged = merged?.start === part.start ? mergeCandles(part, merged) : part;
  }
  if (merged) yield merged;
}

/** The candles that start at `from` or later. */
export async function* startingFrom(candles: Candles, from: Instant): AsyncGenerator<Candle, void> {
  for await (const candle of candles) {
    if (candle.start < from) return;
    yield candle;
  }
}

/**
 * Inserts a candle without ticks, which repeats the close before it, wherever one is missing. Nothing is inserted
 * before the first tick.
 *
 * @param candles newest first, including one from before `from` if it exists, whose close a gap at the start repeats
 * @param newest the interval to begin with, instead of the newest candle's own
 */
export async function* withoutGaps(
  candles: Candles,
  length: number,
  from: Instant,
  newest: Instant | undefined,
): AsyncGenerator<Candle, void> {
  let next = newest;
  for await (const candle of candles) {
    for (
      let start = next ?? candle.start;
      start > candle.start && start >= from;
      start = earlier(start, length)
    )
      yield emptyCandle(start, candle);
    if (candle.start < from) return;
    yield candle;
    next = earlier(candle.start, length);
  }
}

function earlier(start: Instant, length: number): Instant {
  return (start - length) as Instant;
}

function emptyCandle(start: Instant, { close }: Candle): Candle {
  const prices = { open: close, high: close, low: close, close };
  return { start, ...prices, sum: NO_MONEY, count: 0, volume: NO_SHARES, firstAt: start, lastAt: start };
}
