import * as z from 'zod';
import { least } from '../../domain/extremes';
import type { TimeRange } from '../../domain/range';
import { reject } from '../../domain/rejection';
import type { Stock } from '../../domain/stock';
import { type Tick, tickName } from '../../domain/tick';
import { instantField } from '../items/fields';
import { decodeCursor, encodeCursor } from '../table/cursor';
import type { ListResult, PageRequest } from '../table/list';
import { take } from '../table/read-backwards';
import type { Store } from '../table/store';
import { newestTicks } from './newest-ticks';

/** The cursor is a tick itself, so neither a flush nor a late tick in between shifts the position. */
const TicksCursor = z.object({ stockId: z.string(), timestamp: instantField, tick: z.string() });
type TicksCursor = z.output<typeof TicksCursor>;

/** The raw ticks of a range, newest first, late ones where they belong in time. */
export async function listTicks(
  store: Store,
  stock: Stock,
  range: TimeRange,
  { limit, cursor }: PageRequest,
): Promise<ListResult<Tick>> {
  const place = cursor === undefined ? undefined : decodeCursor(cursor, TicksCursor);
  if (cursor !== undefined && place?.stockId !== stock.id) return reject('invalid_cursor');
  const rest = place ? { from: range.from, to: least(range.to, place.timestamp) } : range;
  const ticks = newestTicks(store, stock, rest);
  // The cursor comes from a list that went further back.
  if (rest.to < rest.from) return { results: [], next: null };
  // One more than requested shows whether there is a next page.
  const found = await take(place ? behind(ticks, place) : ticks, limit + 1);
  const results = found.slice(0, limit);
  const last = results.at(-1);
  return { results, next: found.length > limit && last ? encodeCursor(placeOf(stock, last)) : null };
}

function placeOf({ id }: Stock, tick: Tick): z.input<typeof TicksCursor> {
  return { stockId: id, timestamp: tick.timestamp, tick: tickName(tick) };
}

/** The ticks after the given one in the list, even if that one has expired. */
async function* behind(ticks: AsyncIterable<Tick>, place: TicksCursor): AsyncGenerator<Tick, void> {
  let isBehind = false;
  for await (const tick of ticks) {
    if (isBehind || tick.timestamp < place.timestamp) yield tick;
    isBehind ||= tickName(tick) === place.tick;
  }
}
