import { ALL_TIME } from '../../../functions/domain/range';
import { statisticsOf, TICKS_PER_PAGE } from '../../../functions/domain/stock';
import { listTicks } from '../../../functions/storage/history/list-ticks';
import { newestTicks } from '../../../functions/storage/history/newest-ticks';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { take } from '../../../functions/storage/table/read-backwards';
import { accepted, aTick, aUser, buy, CIB, seconds, shares, type TickParts } from '../../../testing/builders';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { audited } from '../../audit/audited';

/** A feed whose clock shows whole seconds repeats itself honestly: its numbers tell what is another tick. */
let store: TestStore;
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
});

/** Three trades within one second. */
const SECOND: TickParts[] = [
  { price: 10, availability: 100, sequence: 1 },
  { price: 11, availability: 100, sequence: 2 },
  { price: 10, availability: 100, sequence: 3 },
];

async function stockNow() {
  const stock = await readStock(store, CIB);
  if (!stock) throw new Error('no stock');
  return stock;
}

test('each numbered tick counts, and the last one sets the price', async () => {
  await matchTicks(store, CIB, SECOND.map(aTick));
  const stock = await stockNow();
  expect(stock.quote).toMatchObject({ price: 100_000n, sequence: 3 });
  expect(statisticsOf(stock)).toMatchObject({ sum: 310_000n, count: 3 });
});

test('without a number the third is a duplicate of the first', async () => {
  await matchTicks(
    store,
    CIB,
    SECOND.map(({ sequence, ...parts }) => aTick(parts)),
  );
  expect(statisticsOf(await stockNow())).toMatchObject({ sum: 210_000n, count: 2 });
});

test('each counts once, even if redelivered alone or with the others', async () => {
  const ticks = SECOND.map(aTick);
  for (const tick of [...ticks, ...ticks]) await matchTicks(store, CIB, [tick]);
  await Promise.all(
    [ticks, ticks.toReversed(), ...ticks.map((tick) => [tick])].map((again) => matchTicks(store, CIB, again)),
  );
  expect(statisticsOf(await stockNow())).toMatchObject({ count: 3 });
});

test('each offers its own shares', async () => {
  const ann = await aUser(store, { cash: 10_000 });
  await matchTicks(store, CIB, [aTick({ price: 20 })]);
  await buy(store, ann, { total: 250, upper: 11 });
  for (const tick of SECOND.map(aTick)) await matchTicks(store, CIB, [{ ...tick, timestamp: seconds(1) }]);
  expect(await shares(store, ann)).toMatchObject({ available: 250 });
  expect(await audited(store)).toMatchObject({ violationCount: 0, undecidedCount: 0 });
});

test('numbered ticks are told apart even in a page or when late', async () => {
  const numbered = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => aTick({ sequence: from + index }));
  await matchTicks(store, CIB, numbered(TICKS_PER_PAGE));
  await matchTicks(store, CIB, [aTick({ at: seconds(100) })]);
  const late = numbered(2, TICKS_PER_PAGE);
  for (const tick of [...late, ...numbered(TICKS_PER_PAGE), ...late]) await matchTicks(store, CIB, [tick]);
  const stock = await stockNow();
  expect(statisticsOf(stock)).toMatchObject({ count: TICKS_PER_PAGE + 3 });
  const stored = await take(newestTicks(store, stock, ALL_TIME), 100);
  expect(stored.map(({ sequence }) => sequence)).toEqual([
    undefined,
    ...numbered(TICKS_PER_PAGE + 2)
      .map(({ sequence }) => sequence)
      .reverse(),
  ]);
});

test('a list of numbered ticks resumes exactly after the one where its page ended', async () => {
  await matchTicks(
    store,
    CIB,
    Array.from({ length: 30 }, (_, sequence) => aTick({ sequence })),
  );
  const stock = await stockNow();
  const listed: (number | undefined)[] = [];
  let cursor: string | undefined;
  do {
    const page = accepted(await listTicks(store, stock, ALL_TIME, { limit: 7, cursor }));
    listed.push(...page.results.map(({ sequence }) => sequence));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(listed).toEqual(Array.from({ length: 30 }, (_, index) => 29 - index));
});
