import fc from 'fast-check';
import { isWithin, rangeBetween, type TimeRange } from '../../../functions/domain/range';
import { reject } from '../../../functions/domain/rejection';
import type { Stock } from '../../../functions/domain/stock';
import { type Tick, tickName } from '../../../functions/domain/tick';
import { listTicks } from '../../../functions/storage/history/list-ticks';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { encodeCursor } from '../../../functions/storage/table/cursor';
import type { ListPage } from '../../../functions/storage/table/list';
import { accepted, aTick, CIB, seconds } from '../../../testing/builders';
import { anyFeed, anyRangeOver, deliver, ticksOf } from '../../../testing/feeds';
import { inFull } from '../../../testing/scale';
import { openTestStore, type TestStore } from '../../../testing/test-store';

const ALL = rangeBetween(undefined, undefined);

let store: TestStore;

beforeAll(async () => {
  store = await openTestStore();
});

async function pageOf(
  stock: Stock,
  range: TimeRange,
  limit: number,
  cursor?: string,
): Promise<ListPage<Tick>> {
  const page = await listTicks(store, stock, range, { limit, cursor });
  return accepted(page);
}

/** All pages; `meanwhile` happens between them. */
async function allPages(
  stock: Stock,
  range: TimeRange,
  limit: number,
  meanwhile?: () => Promise<unknown>,
): Promise<Tick[]> {
  const ticks: Tick[] = [];
  let cursor: string | undefined;
  do {
    const latest = await readStock(store, stock.id);
    const page = await pageOf(latest ?? stock, range, limit, cursor);
    ticks.push(...page.results);
    cursor = page.next ?? undefined;
    await meanwhile?.();
  } while (cursor !== undefined);
  return ticks;
}

const nameOf = ({ timestamp, price, availability }: Omit<Tick, 'traded'>) =>
  `${timestamp} ${price} ${availability}`;

test('the pages of a range hold each of its ticks once, newest first', async () => {
  const anyCase = anyFeed(120).chain((feed) =>
    fc.record({ feed: fc.constant(feed), range: anyRangeOver(feed), limit: fc.constantFrom(3, 20, 100) }),
  );
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ feed, range, limit }) => {
      const stock = await deliver(store, feed);
      if (!stock) return;
      const listed = await allPages(stock, range, limit);
      const expected = ticksOf(feed).filter(({ timestamp }) => isWithin(range, timestamp));
      expect(listed.map(nameOf).sort()).toEqual(expected.map(nameOf).sort());
      const times = listed.map(({ timestamp }) => timestamp);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
    }),
    { numRuns: inFull(20, 3) },
  );
});

function from(start: number, count: number, stockId = CIB) {
  return Array.from({ length: count }, (_, index) =>
    aTick({ stockId, price: start + index, at: seconds(start + index) }),
  );
}

test('flushes and late ticks between two pages neither repeat nor skip a tick', async () => {
  const seen = from(1000, 60);
  const stock = await deliver(store, [seen]);
  if (!stock) throw new Error('no stock');
  let round = 0;
  const listed = await allPages(stock, ALL, 7, async () => {
    round++;
    await matchTicks(store, stock.id, from(2000 + 100 * round, 30, stock.id));
    await matchTicks(store, stock.id, [aTick({ stockId: stock.id, price: 1, at: seconds(1500 + round) })]);
  });
  expect(listed.map(nameOf)).toEqual(seen.map(nameOf).reverse());
});

test('simultaneous ticks are told apart, wherever a page ends between them', async () => {
  const sameTime = Array.from({ length: 40 }, (_, index) => aTick({ price: index + 1, at: seconds(5) }));
  const stock = await deliver(store, [sameTime.slice(0, 30), sameTime.slice(30), from(100, 30)]);
  if (!stock) throw new Error('no stock');
  const listed = await allPages(stock, { from: seconds(5), to: seconds(5) }, 7);
  expect(listed.map(nameOf)).toEqual(sameTime.map(nameOf).reverse());
});

test('a list resumes after a tick that has since expired', async () => {
  const stock = await deliver(store, [from(0, 5)]);
  if (!stock) throw new Error('no stock');
  const tick = tickName(aTick({ stockId: stock.id, price: 77, at: seconds(3) }));
  const gone = { stockId: stock.id, timestamp: seconds(3), tick };
  const { results } = await pageOf(stock, ALL, 10, encodeCursor(gone));
  expect(results.map(({ timestamp }) => timestamp)).toEqual([seconds(2), seconds(1), seconds(0)]);
});

test('a page of 100 out of many thousands takes at most 4 calls', async () => {
  const stock = await deliver(
    store,
    Array.from({ length: 20 }, (_, index) => from(1_000 * index, 500)),
  );
  if (!stock) throw new Error('no stock');
  const range = { from: seconds(0), to: seconds(9_250) };
  const { calls, readUnits } = await store.meter.measure(() => pageOf(stock, range, 100));
  expect(calls).toBeLessThanOrEqual(4);
  expect(readUnits).toBeLessThanOrEqual(8);
});

test.each([
  ['of another stock', { stockId: 'other', timestamp: seconds(0), price: '1', availability: 1 }],
  ['of another list', { PK: 'STOCK#x', SK: 'TICKS#1' }],
  ['without a valid place', { stockId: CIB, timestamp: 'now', price: '-1', availability: 1 }],
])('a cursor %s is refused', async (_what, place) => {
  const [stock] = [await deliver(store, [from(0, 1)])];
  if (!stock) throw new Error('no stock');
  const page = { limit: 5, cursor: encodeCursor(place) };
  expect(await listTicks(store, stock, ALL, page)).toEqual(reject('invalid_cursor'));
});

test('a cursor from before the range yields nothing', async () => {
  const stock = await deliver(store, [from(0, 10)]);
  if (!stock) throw new Error('no stock');
  const { next } = await pageOf(stock, ALL, 8);
  const later = { from: seconds(7_000), to: seconds(8_000) };
  expect(await pageOf(stock, later, 5, next ?? undefined)).toEqual({ results: [], next: null });
});
