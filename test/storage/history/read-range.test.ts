import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { StockId } from '../../../functions/domain/ids';
import { isWithin, rangeBetween, type TimeRange } from '../../../functions/domain/range';
import type { Stock } from '../../../functions/domain/stock';
import { listTicks } from '../../../functions/storage/history/list-ticks';
import { readRange } from '../../../functions/storage/history/read-range';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { statisticsByBruteForce } from '../../../testing/brute-force';
import { aTick, seconds, units } from '../../../testing/builders';
import { anyFeed, anyRangeOver, deliver, type Feed, ticksOf } from '../../../testing/feeds';
import { inFull } from '../../../testing/scale';
import { openTestStore, type TestStore } from '../../../testing/test-store';

let store: TestStore;

beforeAll(async () => {
  store = await openTestStore();
});

async function rangeOf(stock: Stock, range: TimeRange) {
  const { summary, roundedTo, newest } = await readRange(store, stock, range, 5);
  const { high, low, sum, count } = summary ?? { sum: 0n, count: 0 };
  const statistics = { highest: high, lowest: low, sum, count };
  return { statistics, roundedTo, newest: newest.map(({ timestamp }) => timestamp) };
}

function byBruteForce(feed: Feed, range: TimeRange) {
  const ticks = ticksOf(feed).filter(({ timestamp }) => isWithin(range, timestamp));
  const newest = ticks.slice(-5).reverse();
  return {
    statistics: statisticsByBruteForce(ticks),
    roundedTo: undefined,
    newest: newest.map(({ timestamp }) => timestamp),
  };
}

test('every range of every feed has the figures of all its ticks', async () => {
  const anyCase = anyFeed(150).chain((feed) =>
    fc.record({
      feed: fc.constant(feed),
      ranges: fc.array(anyRangeOver(feed), { minLength: 8, maxLength: 8 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ feed, ranges }) => {
      const stock = await deliver(store, feed);
      if (!stock) return;
      for (const range of [rangeBetween(undefined, undefined), ...ranges])
        expect(await rangeOf(stock, range)).toEqual(byBruteForce(feed, range));
    }),
    { numRuns: inFull(25, 6) },
  );
});

test('a range within one minute includes the ticks at both ends', async () => {
  const times = [0, 0.000001, 10, 10.000001, 59.999999];
  const feed = [times.map((time, index) => aTick({ price: index + 1, at: seconds(time) }))];
  const stock = await deliver(store, feed);
  if (!stock) throw new Error('no stock');
  const { statistics } = await rangeOf(stock, { from: seconds(0.000001), to: seconds(10) });
  expect(statistics).toMatchObject({ lowest: units(2), highest: units(3), count: 2 });
});

test('a range without ticks has no figures', async () => {
  const minutes = Array.from({ length: 60 }, (_, index) => aTick({ at: seconds(120 * index) }));
  const stock = await deliver(store, [minutes]);
  if (!stock) throw new Error('no stock');
  for (const range of [
    { from: seconds(-1), to: seconds(-0.000001) },
    { from: seconds(120.000001), to: seconds(239.999999) },
    { from: seconds(1e6), to: seconds(2e6) },
  ])
    expect(await readRange(store, stock, range, 5)).toEqual({ newest: [] });
});

test('ticks committed while a range is read aren’t counted yet', async () => {
  const ticks = Array.from({ length: 100 }, (_, index) => aTick({ price: 1, at: seconds(index) }));
  const stockId = randomUUID() as StockId;
  const ofStock = ticks.map((tick) => ({ ...tick, stockId }));
  await matchTicks(store, stockId, ofStock.slice(0, 30));
  const read = await readStock(store, stockId);
  await matchTicks(store, stockId, ofStock.slice(30, 60));
  await matchTicks(store, stockId, ofStock.slice(60));
  if (!read) throw new Error('no stock');
  const all = { from: seconds(0.5), to: seconds(1000) };
  expect((await rangeOf(read, all)).statistics).toMatchObject({ count: 29 });
  expect(await listTicks(store, read, all, { limit: 100 })).toMatchObject({ results: { length: 29 } });
});
