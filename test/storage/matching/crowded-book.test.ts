import { bandCanMeet, bandOf } from '../../../functions/domain/book';
import type { UserId } from '../../../functions/domain/ids';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { aTick, aUser, buy, CIB, seconds, tick, units } from '../../../testing/builders';
import { type Bounds, crowdTheBook } from '../../../testing/crowd';
import { inFull } from '../../../testing/scale';
import { openTestStore, type TestStore } from '../../../testing/test-store';

/** The price of these tests, and the bounds of buys that it must not fill. */
const PRICE = 100;
const BELOW: Bounds[] = [
  { lower: 0, upper: 99 },
  { lower: 0.5, upper: 40 },
  { lower: 20, upper: 99.9999 },
  { lower: 60, upper: 80 },
];
const ABOVE: Bounds[] = [
  { lower: 150, upper: 200 },
  { lower: 1000, upper: 5000 },
  { lower: 100_000, upper: 1_000_000 },
];
const CROWD = inFull(100_000, 2_000);
const OUTSIDE_THE_BAND = [...BELOW, ...ABOVE];

// Putting 100,000 entries takes its time on a busy machine.
jest.setTimeout(180_000);

let store: TestStore;
beforeEach(async () => {
  store = await openTestStore();
  await tick(store, { price: PRICE, availability: 0 });
});

function quietTicks(count: number) {
  return Array.from({ length: count }, (_, index) => aTick({ price: PRICE, at: seconds(index + 1) }));
}

test.each([100, ...inFull([10_000, 100_000], [1_000])])(
  'a tick costs the same with %d pending orders outside its band',
  async (count) => {
    await crowdTheBook(
      store,
      count,
      (index) => OUTSIDE_THE_BAND[index % OUTSIDE_THE_BAND.length] ?? { lower: 0, upper: 1 },
    );
    const span = { lowest: units(PRICE), highest: units(PRICE) };
    const bandsToMeet = new Set(OUTSIDE_THE_BAND.map(({ lower }) => bandOf(units(lower)))).size;
    const met = OUTSIDE_THE_BAND.filter(({ lower }) => bandCanMeet('buy', bandOf(units(lower)), span)).length;
    expect([bandsToMeet, met]).toEqual([OUTSIDE_THE_BAND.length, BELOW.length]);
    const { readUnits, writeUnits, roundTrips } = await store.meter.measure(async () => {
      for (const each of quietTicks(100)) await matchTicks(store, CIB, [each]);
    });
    expect(readUnits).toBe(100 * (1 + met));
    expect(writeUnits).toBeLessThanOrEqual(120);
    expect(roundTrips).toBeLessThanOrEqual(400);
  },
);

test('orders inside the price’s band that start above the price are read, some 30 per read unit', async () => {
  const count = inFull(10_000, 1_000);
  await crowdTheBook(store, count, () => ({ lower: 101, upper: 500 }));
  expect(bandOf(units(101))).toBe(bandOf(units(PRICE)));
  const { readUnits, writeUnits } = await store.meter.measure(() => matchTicks(store, CIB, quietTicks(1)));
  expect(writeUnits).toBe(1);
  expect(readUnits).toBeGreaterThanOrEqual(count / 40);
  expect(readUnits).toBeLessThanOrEqual(count / 16);
});

test(`filling ten orders reads no more when ${CROWD} other matching ones wait behind them`, async () => {
  const users: UserId[] = [];
  for (let index = 0; index < 10; index++) users.push(await aUser(store, { cash: 1000 }));
  for (const user of users) await buy(store, user, { total: 1, upper: 200 });
  await crowdTheBook(store, CROWD, () => ({ lower: 0, upper: 150 }));
  const filling = aTick({ price: PRICE, availability: 10, at: seconds(1) });
  const { readUnits, writeUnits } = await store.meter.measure(() => matchTicks(store, CIB, [filling]));
  expect(writeUnits).toBe(12 * 10 + 2);
  expect(readUnits).toBeLessThanOrEqual(20);
});
