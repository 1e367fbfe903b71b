import fc from 'fast-check';
import { type Candle, INTERVALS } from '../../../functions/domain/candle';
import { CHARTS, type ChartInterval } from '../../../functions/domain/candle-chart';
import { quantity } from '../../../functions/domain/money';
import { isWithin } from '../../../functions/domain/range';
import { reject } from '../../../functions/domain/rejection';
import type { Stock } from '../../../functions/domain/stock';
import { type CandleRequest, listCandles } from '../../../functions/storage/history/list-candles';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { encodeCursor } from '../../../functions/storage/table/cursor';
import { candlesByBruteForce, summaryOf } from '../../../testing/brute-force';
import { accepted, aTick, aUser, buy, CIB, seconds, units } from '../../../testing/builders';
import { anyFeed, anyRangeOver, deliver, ticksOf } from '../../../testing/feeds';
import { inFull } from '../../../testing/scale';
import { openTestStore, type TestStore } from '../../../testing/test-store';

let store: TestStore;

beforeAll(async () => {
  store = await openTestStore();
});

async function pageOf(stock: Stock, request: Partial<CandleRequest>, limit: number, cursor?: string) {
  const page = await listCandles(
    store,
    stock,
    { interval: '1m', fill: false, ...request },
    { limit, cursor },
  );
  return accepted(page);
}

async function allPages(stock: Stock, request: Partial<CandleRequest>, limit: number): Promise<Candle[]> {
  const candles: Candle[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageOf(stock, request, limit, cursor);
    candles.push(...page.results);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return candles;
}

test('the pages of every interval hold the candles of all its ticks, newest first', async () => {
  const anyCase = anyFeed(120).chain((feed) =>
    fc.record({ feed: fc.constant(feed), range: anyRangeOver(feed), limit: fc.constantFrom(3, 20, 100) }),
  );
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ feed, range, limit }) => {
      const stock = await deliver(store, feed);
      if (!stock) return;
      const all = [...candlesByBruteForce(ticksOf(feed))];
      for (const interval of INTERVALS) {
        const expected = all
          .filter(([name, { start }]) => name.startsWith(interval) && isWithin(range, start))
          .map(([, candle]) => candle)
          .sort((a, b) => b.start - a.start);
        const listed = await allPages(stock, { interval, ...range }, limit);
        // Which of several ticks at one time came last is the feed's to say, and the order of time does not know.
        expect(listed.map(summaryOf).map(withoutEnds)).toEqual(expected.map(withoutEnds));
      }
    }),
    { numRuns: inFull(15, 5) },
  );
});

function withoutEnds({ start, high, low, sum, count }: ReturnType<typeof summaryOf>) {
  return { start, high, low, sum, count };
}

/** Ticks at these minutes after noon. */
async function stockAt(...minutes: number[]): Promise<Stock> {
  const ticks = minutes.map((minute) => aTick({ price: minute + 1, at: seconds(60 * minute) }));
  // In two messages, so that most of it is flushed.
  const stock = await deliver(store, [ticks.slice(0, -1), ticks.slice(-1)]);
  if (!stock) throw new Error('no stock');
  return stock;
}

const minutesOf = (candles: readonly Candle[]) =>
  candles.map(({ start }) => (start - seconds(0)) / 60_000_000);
const EVERY_MINUTE = Array.from({ length: 180 }, (_, minute) => minute);

test.each<[ChartInterval, number]>([
  ['1m', 180],
  ['5m', 36],
  ['15m', 12],
  ['1h', 3],
  ['1d', 1],
])('three hours of ticks as %s candles: %d', async (interval, count) => {
  const stock = await stockAt(...EVERY_MINUTE);
  const candles = await allPages(stock, { interval }, 7);
  expect(candles).toHaveLength(count);
  expect(candles.reduce((sum, candle) => sum + candle.count, 0)).toBe(180);
  expect(candles.every(({ start }) => interval === '1d' || start % CHARTS[interval].length === 0)).toBe(true);
});

test('candles are listed by start time, both ends included', async () => {
  const stock = await stockAt(...EVERY_MINUTE);
  const candles = await allPages(stock, { from: seconds(600), to: seconds(720) }, 100);
  expect(minutesOf(candles)).toEqual([12, 11, 10]);
  const between = await allPages(stock, { from: seconds(600.000001), to: seconds(719.999999) }, 100);
  expect(minutesOf(between)).toEqual([11]);
});

test('shares filled against the ticks of an interval are its volume', async () => {
  const ann = await aUser(store, { cash: 1_000_000 });
  await matchTicks(store, CIB, [aTick({ price: 10, availability: 100 })]);
  await buy(store, ann, { total: 30 });
  const next = Array.from({ length: 30 }, (_, index) => aTick({ availability: 5, at: seconds(60 + index) }));
  await buy(store, ann, { total: 80 });
  await matchTicks(store, CIB, next);
  const stock = await readStock(store, CIB);
  if (!stock) throw new Error('no stock');
  const [second, first] = await allPages(stock, {}, 10);
  expect([first?.volume, second?.volume]).toEqual([100, 10].map(quantity));
});

describe('with gaps filled', () => {
  test('the pages have every interval from the first tick on, whatever their size', async () => {
    const stock = await stockAt(0, 1, 100, 170);
    const lastTickBefore = (minute: number) => [170, 100, 1, 0].find((tick) => tick <= minute) ?? 0;
    for (const limit of [1, 7, 100]) {
      const candles = await allPages(stock, { fill: true, from: seconds(-600) }, limit);
      expect(minutesOf(candles)).toEqual(EVERY_MINUTE.slice(0, 171).reverse());
      const closes = EVERY_MINUTE.slice(0, 171).map((minute) => units(lastTickBefore(minute) + 1));
      expect(candles.map(({ close }) => close)).toEqual(closes.reverse());
    }
  });

  test('a page is as long as requested, whatever the gap', async () => {
    const stock = await stockAt(0, 1_000_000);
    const { calls } = await store.meter.measure(async () => {
      const page = await pageOf(stock, { fill: true }, 100);
      expect(minutesOf(page.results).slice(-1)).toEqual([1_000_000 - 99]);
    });
    expect(calls).toBeLessThanOrEqual(2);
  });

  test('nothing is listed for the future', async () => {
    const stock = await stockAt(0, 1);
    store.clock.advance({ seconds: 240 });
    const candles = await allPages(stock, { fill: true, to: seconds(86_400) }, 100);
    expect(minutesOf(candles)).toEqual([4, 3, 2, 1, 0]);
  });
});

test.each([
  ['for another interval', { interval: '1h', start: seconds(0) }],
  ['without a valid time', { interval: '1m', start: -5 }],
])('a cursor %s is refused', async (_what, place) => {
  const stock = await stockAt(0, 1);
  const cursor = encodeCursor({ stockId: stock.id, ...place });
  const request = { interval: '1m', fill: false } as const;
  expect(await listCandles(store, stock, request, { limit: 5, cursor })).toEqual(reject('invalid_cursor'));
});
