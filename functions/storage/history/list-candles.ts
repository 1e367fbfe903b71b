import * as z from 'zod';
import { type Candle, startOf } from '../../domain/candle';
import {
  CHARTS,
  type Chart,
  type ChartInterval,
  lengthened,
  startingFrom,
  withoutGaps,
} from '../../domain/candle-chart';
import { greatest, least } from '../../domain/extremes';
import type { Instant } from '../../domain/instant';
import { ALL_TIME } from '../../domain/range';
import { reject } from '../../domain/rejection';
import type { Stock } from '../../domain/stock';
import { instantField } from '../items/fields';
import { decodeCursor, encodeCursor } from '../table/cursor';
import type { ListResult, PageRequest } from '../table/list';
import { take } from '../table/read-backwards';
import type { Store } from '../table/store';
import { newestCandles } from './read-candles';

export interface CandleRequest {
  readonly interval: ChartInterval;
  /** The earliest start. */
  readonly from?: Instant | undefined;
  /** The latest start; without it, that of the newest candle. */
  readonly to?: Instant | undefined;
  /** Whether to include intervals without ticks. */
  readonly fill: boolean;
}

const CandlesCursor = z.object({
  stockId: z.string(),
  interval: z.string(),
  start: instantField.refine((start) => start >= ALL_TIME.from),
});

/** A stock's candles, newest first, including the open one. */
export async function listCandles(
  store: Store,
  stock: Stock,
  request: CandleRequest,
  { limit, cursor }: PageRequest,
): Promise<ListResult<Candle>> {
  const { interval } = request;
  const chart = CHARTS[interval];
  const place = cursor === undefined ? undefined : decodeCursor(cursor, CandlesCursor);
  if (cursor !== undefined && (place?.stockId !== stock.id || place.interval !== interval))
    return reject('invalid_cursor');
  const to = place ? ((place.start - chart.length) as Instant) : request.to;
  if (to !== undefined && to < ALL_TIME.from) return { results: [], next: null };
  // One more than requested shows whether there is a next page.
  const found = await take(chartUpTo(store, stock, chart, { ...request, to }), limit + 1);
  const results = found.slice(0, limit);
  const last = results.at(-1);
  const next =
    found.length > limit && last && encodeCursor({ stockId: stock.id, interval, start: last.start });
  return { results, next: next || null };
}

function chartUpTo(
  store: Store,
  stock: Stock,
  { stored, length }: Chart,
  { from = ALL_TIME.from, to, fill }: CandleRequest,
): AsyncIterable<Candle> {
  const newest = to === undefined ? undefined : startOf(to, length);
  const upTo = newest === undefined ? ALL_TIME.to : ((newest + length - 1) as Instant);
  const candles = lengthened(newestCandles(store, stock, stored, upTo), length);
  if (!fill) return startingFrom(candles, from);
  // The future is not a gap.
  const present = startOf(greatest(store.now(), stock.quote?.timestamp ?? ALL_TIME.from), length);
  const latest = newest === undefined ? undefined : least(newest, present);
  return withoutGaps(candles, length, from, latest);
}
