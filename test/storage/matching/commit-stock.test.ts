import { applyTick, newStock, type Stock, statisticsOf } from '../../../functions/domain/stock';
import { commit, draftOf } from '../../../functions/storage/matching/commit-stock';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { aTick, CIB, seconds } from '../../../testing/builders';
import { Crash, crash, failing, interfere, timedOut } from '../../../testing/interference';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { changingNothing, itemsOf } from '../../../testing/whole-table';

let store: TestStore;
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
});

const note = { note: { Put: { Item: { PK: 'NOTE', SK: 'NOTE' } } } };

function ticks(count: number, from = 0) {
  return Array.from({ length: count }, (_, index) => aTick({ price: 1 + index, at: seconds(from + index) }));
}

async function stock(): Promise<Stock> {
  return (await readStock(store, CIB)) ?? newStock(CIB, 'CIB');
}

test('a stock is committed once per version, including the first', async () => {
  const read = await stock();
  const outcomes = await Promise.all([1, 2, 3].map(() => commit(store, draftOf(read))));
  expect(outcomes.filter((outcome) => 'stock' in outcome)).toMatchObject([{ stock: { version: 1 } }]);
  const reread = await stock();
  const next = await Promise.all([1, 2, 3].map(() => commit(store, draftOf(reread))));
  expect(next.filter((outcome) => 'stock' in outcome)).toHaveLength(1);
});

test.each<[string, object]>([
  ['on its own', {}],
  ['with other writes', note],
])('a commit %s on an outdated version changes nothing', async (_, writes) => {
  const read = await stock();
  await commit(store, draftOf(read));
  const again = () => commit(store, draftOf(read), async () => ({ ...writes }));
  const outcome = await changingNothing(store, again);
  expect('refused' in outcome && [...outcome.refused.keys()]).toEqual(['stock']);
});

describe('a full stock', () => {
  beforeEach(async () => {
    await matchTicks(store, CIB, ticks(30));
    expect(await itemsOf(store, 'STOCK#', 'TICKS#')).toEqual([]);
  });

  test('is flushed before its next commit: one page of all its ticks', async () => {
    await matchTicks(store, CIB, ticks(1, 100));
    expect(await itemsOf(store, 'STOCK#', 'TICKS#')).toHaveLength(1);
    expect(await stock()).toMatchObject({ unflushed: 1, pages: 1 });
  });

  test.each(['before', 'after'] as const)(
    'loses and duplicates nothing when the process dies %s its page is put',
    async (when) => {
      interfere(store, { on: 'PutItem', [when]: crash });
      await expect(matchTicks(store, CIB, ticks(1, 100))).rejects.toThrow(Crash);
      expect(statisticsOf(await stock())).toMatchObject({ count: 30 });
      await matchTicks(store, CIB, ticks(1, 100));
      expect(statisticsOf(await stock())).toMatchObject({ count: 31 });
      expect(await itemsOf(store, 'STOCK#', 'TICKS#')).toHaveLength(1);
    },
  );

  test('is flushed to the same page by everyone racing to do so', async () => {
    const all = ticks(6, 100);
    await Promise.all(all.map((tick) => matchTicks(store, CIB, [tick])));
    expect(statisticsOf(await stock())).toMatchObject({ count: 36 });
    expect(await itemsOf(store, 'STOCK#', 'TICKS#')).toHaveLength(1);
  });
});

test('a commit whose answer was lost is recognized as applied', async () => {
  await matchTicks(store, CIB, ticks(1));
  interfere(store, { on: 'PutItem', after: failing(timedOut) });
  const outcome = await matchTicks(store, CIB, ticks(1, 50));
  // It came once: that it was applied by an attempt nobody heard of makes it no duplicate.
  expect(outcome).toMatchObject({ quoted: 0, late: 0, duplicate: 0 });
  expect(await stock()).toMatchObject({ version: 2, quote: { timestamp: seconds(50) } });
});

test('the writes that accompany a commit are prepared only after the flush', async () => {
  await matchTicks(store, CIB, ticks(30));
  const read = await stock();
  const applied = applyTick(draftOf(read).stock, aTick({ at: seconds(100) }));
  const draft = { ...draftOf(read), ...('stock' in applied && { stock: applied.stock }) };
  const pages: number[] = [];
  await commit(store, draft, async () => {
    pages.push((await itemsOf(store, 'STOCK#', 'TICKS#')).length);
    return note;
  });
  expect(pages).toEqual([1]);
  expect(await itemsOf(store, 'NOTE')).toHaveLength(1);
});
