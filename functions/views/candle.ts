import type * as z from 'zod';
import type * as answers from '../contract/stocks/answers';
import type { Candle } from '../domain/candle';
import { formatInstant } from '../domain/instant';
import { averageOf, toJsonNumber } from '../domain/money';

export function candleView(candle: Candle): z.input<typeof answers.candle> {
  const { start, open, high, low, close, sum, count, volume } = candle;
  return {
    timestamp: formatInstant(start),
    open: toJsonNumber(open),
    high: toJsonNumber(high),
    low: toJsonNumber(low),
    close: toJsonNumber(close),
    average: count > 0 ? averageOf(sum, count) : null,
    count,
    volume,
  };
}
