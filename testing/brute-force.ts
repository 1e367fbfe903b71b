import { type Candle, INTERVAL_LENGTH, INTERVALS, type Interval } from '../functions/domain/candle';
import { after, fromMilliseconds } from '../functions/domain/instant';
import { money } from '../functions/domain/money';
import type { Statistics } from '../functions/domain/statistics';
import type { Tick } from '../functions/domain/tick';

type Priced = Pick<Tick, 'timestamp' | 'price'>;

/** The statistics of all prices, computed at once. Without prices, highest and lowest are undefined. */
export function statisticsByBruteForce(ticks: readonly Priced[]): Statistics {
  const prices = ticks.map(({ price }) => price).sort((a, b) => Number(a - b));
  let sum = 0n;
  for (const price of prices) sum += price;
  return { highest: prices.at(-1), lowest: prices[0], sum: money(sum), count: prices.length };
}

export type CandleSummary = Pick<Candle, 'start' | 'open' | 'high' | 'low' | 'close' | 'sum' | 'count'>;

/**
 * The candles over a set of ticks, computed from all of them at once.
 * @param ticks those with equal timestamps in order of arrival
 * @returns the candles by interval and start
 */
export function candlesByBruteForce(ticks: readonly Priced[]): Map<string, CandleSummary> {
  const candles = new Map<string, CandleSummary>();
  const inOrder = ticks.toSorted((a, b) => a.timestamp - b.timestamp);
  for (const interval of INTERVALS) {
    const length = INTERVAL_LENGTH[interval];
    const starts = new Set(inOrder.map(({ timestamp }) => Math.floor(timestamp / length) * length));
    for (const start of starts) {
      const within = inOrder.filter(({ timestamp }) => timestamp >= start && timestamp < start + length);
      const [first, last] = [within[0], within.at(-1)];
      const { highest, lowest, sum, count } = statisticsByBruteForce(within);
      if (!first || !last || highest === undefined || lowest === undefined) throw new Error('no ticks');
      const candle = { open: first.price, high: highest, low: lowest, close: last.price, sum, count };
      candles.set(candleName(interval, start), { start: after(fromMilliseconds(0), start), ...candle });
    }
  }
  return candles;
}

export function candleName(interval: Interval, start: number): string {
  return `${interval} ${start}`;
}

export function summaryOf({ start, open, high, low, close, sum, count }: Candle): CandleSummary {
  return { start, open, high, low, close, sum, count };
}
