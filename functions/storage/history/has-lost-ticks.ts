import { INTERVAL_LENGTH, startOf } from '../../domain/candle';
import type { Instant } from '../../domain/instant';
import type { Stock } from '../../domain/stock';
import type { Store } from '../table/store';
import { readCandlesAround } from './read-candles';
import { readSeenTicks } from './read-ticks';

/** Whether ticks in the minute of `instant` have been swept: its candle counts more than are left. */
export async function hasLostTicks(store: Store, stock: Stock, instant: Instant): Promise<boolean> {
  const candles = await readCandlesAround(store, stock, { from: instant, to: instant });
  const start = startOf(instant, INTERVAL_LENGTH['1m']);
  const minute = candles['1m'].find((candle) => candle.start === start);
  if (!minute) return false;
  const seen = await readSeenTicks(store, stock, { from: minute.firstAt, to: minute.lastAt });
  return seen.length < minute.count;
}
