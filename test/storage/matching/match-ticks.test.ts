import type { UserId } from '../../../functions/domain/ids';
import { statisticsOf } from '../../../functions/domain/stock';
import { fromTicksItem } from '../../../functions/storage/items/history';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { aTick, aUser, buy, CIB, seconds, shares, tick, units } from '../../../testing/builders';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { changingNothing, itemsOf } from '../../../testing/whole-table';

let store: TestStore;
let ann: UserId;
beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
  ann = await aUser(store, { cash: 100_000 });
});

async function stock() {
  const read = await readStock(store, CIB);
  if (!read) throw new Error('there is no stock');
  return read;
}

async function tickCount(): Promise<number> {
  const { count } = statisticsOf(await stock());
  return count;
}

test('the first tick creates the stock', async () => {
  const outcome = await matchTicks(store, CIB, [aTick({ price: 7, availability: 3 })]);
  expect(outcome).toEqual({ quoted: 1, late: 0, tooLate: 0, duplicate: 0, filled: [] });
  expect(await stock()).toMatchObject({ name: 'CIB', version: 1, quote: { price: units(7), left: 3 } });
});

test('a tick applied again changes nothing', async () => {
  await tick(store, { price: 7 });
  const again = await changingNothing(store, () => matchTicks(store, CIB, [aTick({ price: 7 })]));
  expect(again).toMatchObject({ quoted: 0, duplicate: 1 });
});

test('a tick delivered many times at once is applied once', async () => {
  await Promise.all(Array.from({ length: 6 }, () => tick(store, { price: 7 })));
  expect(await tickCount()).toBe(1);
});

test('several first ticks at once all count', async () => {
  const ticks = Array.from({ length: 6 }, (_, index) => aTick({ price: 1 + index, at: seconds(index) }));
  await Promise.all(ticks.map((each) => matchTicks(store, CIB, [each])));
  expect(await tickCount()).toBe(6);
  expect((await stock()).quote).toMatchObject({ price: units(6), timestamp: seconds(5) });
});

test('a tick duplicated within a message is applied once', async () => {
  const outcome = await matchTicks(store, CIB, [
    aTick({ price: 7 }),
    aTick({ price: 7 }),
    aTick({ price: 8, at: seconds(1) }),
    aTick({ price: 7 }),
  ]);
  expect(outcome).toMatchObject({ quoted: 2, duplicate: 2 });
  expect(await tickCount()).toBe(2);
});

test('simultaneous ticks with another price or availability are distinct, and the last becomes the quote', async () => {
  await matchTicks(store, CIB, [
    aTick({ price: 7, availability: 1 }),
    aTick({ price: 8, availability: 1 }),
    aTick({ price: 8, availability: 2 }),
  ]);
  expect(await tickCount()).toBe(3);
  expect((await stock()).quote).toMatchObject({ price: units(8), availability: 2 });
});

test('each tick of a message fills with its own availability, in the order of the message', async () => {
  await tick(store, { price: 20, availability: 0 });
  await buy(store, ann, { total: 100, upper: 10 });
  const batch = [10, 11, 9].map((price, index) => aTick({ price, availability: 20, at: seconds(1 + index) }));
  const { filled } = await matchTicks(store, CIB, batch);
  expect(filled.map(({ price, shares: count }) => [price, count])).toEqual([
    [units(10), 20],
    [units(9), 20],
  ]);
  expect((await stock()).quote).toMatchObject({ left: 0, price: units(9) });
});

test('ticks a few seconds late in the middle of a message fill, and later ones are only counted', async () => {
  await tick(store, { price: 20, availability: 0, at: seconds(10) });
  await buy(store, ann, { total: 10, upper: 10 });
  const batch = [
    aTick({ price: 21, at: seconds(11) }),
    aTick({ price: 5, availability: 4, at: seconds(5) }),
    aTick({ price: 22, at: seconds(12) }),
    aTick({ price: 6, at: seconds(1) }),
    aTick({ price: 7, at: seconds(2.5) }),
  ];
  const advance = await matchTicks(store, CIB, batch);
  expect(advance).toMatchObject({ quoted: 2, late: 3, tooLate: 1 });
  expect(advance.filled.map(({ price, shares: count }) => [price, count])).toEqual([
    [units(5), 4],
    [units(7), 6],
  ]);
  expect(statisticsOf(await stock())).toMatchObject({ count: 6, lowest: units(5) });
  expect(await stock()).toMatchObject({ unsettled: false, quote: { price: units(22) } });
  expect(await shares(store, ann)).toMatchObject({ available: 10 });
});

test('a full page of ticks is put once, in order, and the stock keeps the newest for display', async () => {
  const ticks = Array.from({ length: 60 }, (_, index) => aTick({ price: 1 + index, at: seconds(index) }));
  for (let start = 0; start < 60; start += 10) await matchTicks(store, CIB, ticks.slice(start, start + 10));
  const stored = (await itemsOf(store, `STOCK#${CIB}`, 'TICKS#')).flatMap(fromTicksItem);
  const { unflushed } = await stock();
  expect(stored.map(({ timestamp }) => timestamp)).toEqual(
    ticks.slice(0, 60 - unflushed).map(({ timestamp }) => timestamp),
  );
  expect(await tickCount()).toBe(60);
  const again = await changingNothing(store, () => matchTicks(store, CIB, ticks));
  expect(again).toMatchObject({ quoted: 0, duplicate: 60 });
});

describe('a duplicate within a message, after a commit in its middle,', () => {
  /** Fills more than one transaction takes, so that the session commits and goes on. */
  async function crowdOfBuyers(): Promise<void> {
    for (let count = 0; count < 25; count++) await buy(store, ann, { total: 1, upper: 10 });
  }
  const filling = aTick({ price: 10, availability: 25, at: seconds(100) });

  test('of a late tick isn’t counted again', async () => {
    await matchTicks(
      store,
      CIB,
      Array.from({ length: 30 }, (_, index) =>
        aTick({ price: 20, availability: 0, at: seconds(20 + index) }),
      ),
    );
    await tick(store, { price: 20, availability: 0, at: seconds(60) });
    await crowdOfBuyers();
    const late = aTick({ price: 15, at: seconds(5) });
    const outcome = await matchTicks(store, CIB, [late, filling, late]);
    expect(outcome).toMatchObject({ quoted: 1, late: 1, duplicate: 1 });
    expect(await tickCount()).toBe(33);
    expect(await itemsOf(store, `STOCK#${CIB}`, 'LATE#')).toHaveLength(1);
  });

  test('of a tick whose page has since been put isn’t counted again', async () => {
    await matchTicks(
      store,
      CIB,
      Array.from({ length: 30 }, (_, index) => aTick({ price: 20, availability: 0, at: seconds(index) })),
    );
    await tick(store, { price: 20, availability: 0, at: seconds(40) });
    await crowdOfBuyers();
    const many = Array.from({ length: 30 }, (_, index) => aTick({ price: 21, at: seconds(50 + index) }));
    const [first] = many;
    const older = aTick({ price: 20, availability: 0, at: seconds(3) });
    const again = aTick({ price: 10, availability: 25, at: seconds(101) });
    const batch = [older, ...many, filling, aTick({ price: 10, availability: 0, at: seconds(100.5) }), again];
    const outcome = await matchTicks(store, CIB, [...batch, ...(first ? [first] : [])]);
    expect(outcome).toMatchObject({ late: 0, duplicate: 2 });
    expect(await tickCount()).toBe(31 + 30 + 3);
  });
});
