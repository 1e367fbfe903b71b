import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { greatest, least } from '../functions/domain/extremes';
import type { StockId } from '../functions/domain/ids';
import { after, type Instant, MICROSECONDS } from '../functions/domain/instant';
import type { TimeRange } from '../functions/domain/range';
import type { Stock } from '../functions/domain/stock';
import type { IncomingTick } from '../functions/domain/tick';
import { matchTicks } from '../functions/storage/matching/match-ticks';
import { readStock } from '../functions/storage/queries/read-stock';
import type { Store } from '../functions/storage/table/store';
import { marketDay } from './arbitraries';
import { NOON } from './builders';

/** Ticks in messages, both in order of arrival. */
export type Feed = readonly (readonly IncomingTick[])[];

/** A feed with late ticks, equal timestamps, gaps, duplicates, and messages of one or many ticks. */
export function anyFeed(maxLength: number): fc.Arbitrary<Feed> {
  const anyDelay = fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    fc.integer({ min: 0, max: 300 * MICROSECONDS.second }),
    fc.integer({ min: 0, max: 40 * MICROSECONDS.hour }),
  );
  return marketDay(maxLength, { equalTimes: true }).chain((ticks) =>
    fc
      .record({
        delays: fc.array(anyDelay, { minLength: ticks.length, maxLength: ticks.length }),
        repeated: fc.subarray([...ticks], { maxLength: Math.min(5, ticks.length) }),
        sizes: fc.infiniteStream(fc.constantFrom(1, 2, 7, 40)),
      })
      .map(({ delays, repeated, sizes }) => {
        const dues = ticks.map((tick, index) => ({ tick, due: tick.timestamp + (delays[index] ?? 0) }));
        const arrived = dues.sort((a, b) => a.due - b.due).map(({ tick }) => tick);
        return inMessages([...arrived, ...repeated], sizes);
      }),
  );
}

function inMessages(ticks: readonly IncomingTick[], sizes: Iterator<number>): Feed {
  const messages: IncomingTick[][] = [];
  for (let start = 0; start < ticks.length; ) {
    const size: number = sizes.next().value;
    messages.push(ticks.slice(start, start + size));
    start += size;
  }
  return messages;
}

/** Delivers the feed to a new stock. @returns the resulting stock; undefined for a feed without ticks */
export async function deliver(store: Store, feed: Feed): Promise<Stock | undefined> {
  const stockId = randomUUID() as StockId;
  for (const message of feed) {
    await matchTicks(
      store,
      stockId,
      message.map((tick) => ({ ...tick, stockId })),
    );
  }
  return await readStock(store, stockId);
}

/** Each tick of the feed once, in chronological order. */
export function ticksOf(feed: Feed): IncomingTick[] {
  return [...new Set(feed.flat())].sort((a, b) => a.timestamp - b.timestamp);
}

/** Ranges that end at ticks, a microsecond off, at minute boundaries, and anywhere. */
export function anyRangeOver(feed: Feed): fc.Arbitrary<TimeRange> {
  const times = [NOON, ...feed.flat().map(({ timestamp }) => timestamp)];
  const [first, last] = [least(NOON, ...times), greatest(NOON, ...times)];
  const minute = (instant: Instant) => (instant - (instant % MICROSECONDS.minute)) as Instant;
  const anyEnd = fc.oneof(
    fc.constantFrom(...times),
    fc.constantFrom(...times).chain((time) => fc.constantFrom(after(time, -1), after(time, 1), minute(time))),
    fc.integer({ min: -1_000_000, max: last - first + 1_000_000 }).map((offset) => after(first, offset)),
  );
  return fc.tuple(anyEnd, anyEnd).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
}
