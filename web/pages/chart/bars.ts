import type { Candle, ChartInterval } from '../../api/answers';
import type { LiveStock } from '../../live/quotes';
import type { Bar } from './draw-chart';

const SECONDS: Record<ChartInterval, number> = { '1m': 60, '5m': 300, '15m': 900, '1h': 3600, '1d': 86_400 };

/** @param candles newest first, as the API lists them */
export function barsOf(candles: readonly Candle[]): Bar[] {
  const byTime = new Map(candles.map((candle) => [Date.parse(candle.timestamp) / 1000, candle]));
  return [...byTime]
    .map(([time, { open, high, low, close, volume }]) => ({ time, open, high, low, close, volume }))
    .sort((a, b) => a.time - b.time);
}

/** The newest bar with the quote in it, or a new one; undefined where the quote is older than the chart. */
export function barWith(
  newest: Bar | undefined,
  { price, timestamp }: Pick<LiveStock, 'price' | 'timestamp'>,
  interval: ChartInterval,
): Bar | undefined {
  if (!price || timestamp === null) return undefined;
  const time = startOf(timestamp, interval);
  if (newest && time < newest.time) return undefined;
  if (newest?.time === time) {
    return { ...newest, high: Math.max(newest.high, price), low: Math.min(newest.low, price), close: price };
  }
  return { time, open: price, high: price, low: price, close: price, volume: undefined };
}

/** When the bar begins into which something falls. */
function startOf(timestamp: string, interval: ChartInterval): number {
  const length = SECONDS[interval];
  return Math.floor(Date.parse(timestamp) / 1000 / length) * length;
}

/** The bar of a fill: one that is listed, or the one that quotes have begun meanwhile; none where the fill is older. */
export function markedAt(
  timestamp: string,
  bars: readonly Bar[],
  interval: ChartInterval,
): number | undefined {
  const start = startOf(timestamp, interval);
  const newest = bars.at(-1);
  if (newest && start > newest.time) return start;
  return bars.findLast(({ time }) => time <= start)?.time;
}
