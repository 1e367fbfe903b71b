import { EMPTY_BANDS_STAY_SECONDS } from '../../../functions/domain/book-index';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { type Ann, type Market, openMarket } from '../../../testing/ann';
import { aTick, CIB, seconds, units } from '../../../testing/builders';
import { crowdTheBook } from '../../../testing/crowd';
import { Crash, crash, interfere } from '../../../testing/interference';
import { inFull } from '../../../testing/scale';
import type { TestStore } from '../../../testing/test-store';

// Placing hundreds of orders takes its time on a busy machine.
jest.setTimeout(180_000);

/** Orders with two bounds, of which the price has not reached the one that says from when on. The price is 20. */
let market: Market;
let store: TestStore;
let ann: Ann;
beforeEach(async () => {
  market = await openMarket({ cash: 100_000, price: 20, availability: 1000, held: 500 });
  ({ store, ann } = market);
});

test('a buy waits for its lower bound, and is filled by the tick that reaches it', async () => {
  const order = await ann.buy({ total: 5, lower: 21, upper: 25 });
  expect(await market.bands()).toEqual(['128']);
  expect((await market.stock()).nearest.buy).toBe(units(21));
  await market.at(20.9999, 100);
  expect(await ann.order(order)).toMatchObject({ status: 'new' });
  await market.at(21, 3);
  expect(await ann.order(order)).toMatchObject({ remaining: 2, filledValue: units(63) });
  expect((await market.stock()).nearest.buy).toBeUndefined();
  await market.at(26, 9);
  await market.at(24, 9);
  expect(await ann.order(order)).toMatchObject({ status: 'filled' });
  expect(await market.bands()).toEqual([]);
});

test('a sell waits for its upper bound', async () => {
  const order = await ann.sell({ total: 5, lower: 15, upper: 18 });
  await market.at(18.0001);
  expect(await ann.order(order)).toMatchObject({ status: 'new' });
  await market.at(17);
  expect(await ann.order(order)).toMatchObject({ status: 'filled', filledValue: units(85) });
});

test('what a tick reaches goes by priority, those that have waited among those that have not', async () => {
  const [first, second] = [
    await ann.buy({ total: 5, lower: 21, upper: 30 }),
    await ann.buy({ total: 5, upper: 19 }),
  ];
  await market.at(22, 3);
  expect(await ann.order(first)).toMatchObject({ remaining: 2 });
  await market.at(19, 4);
  expect(await ann.order(first)).toMatchObject({ remaining: 2 });
  expect(await ann.order(second)).toMatchObject({ remaining: 1 });
});

test('one that was replaced or canceled while it waited is not where it was', async () => {
  const [moved, gone] = [
    await ann.buy({ total: 5, lower: 21, upper: 30 }),
    await ann.buy({ total: 5, lower: 21, upper: 30 }),
  ];
  const change = { lowerBound: units(22) };
  await ann.replace(moved, change);
  await ann.cancel(gone);
  expect(await market.bands()).toEqual(['128']);
  await market.at(21.5, 100);
  expect((await market.stock()).nearest.buy).toBe(units(22));
  expect(await ann.shares()).toMatchObject({ available: 500 });
  await market.at(22, 100);
  expect(await ann.shares()).toMatchObject({ available: 505 });
});

test('a tick that reaches more than a transaction holds reaches them all, also when it dies in between', async () => {
  for (let count = 0; count < 40; count++) await ann.buy({ total: 1, lower: 21 + count / 100, upper: 30 });
  const filling = aTick({ price: 25, availability: 30, at: seconds(1_000) });
  for (let calls = 0; ; calls++) {
    const met = interfere(store, { on: 'TransactWriteItems', skip: 1, before: crash });
    const outcome = await matchTicks(store, CIB, [filling]).catch((error: unknown) => error);
    if (!(outcome instanceof Crash)) break;
    expect(met()).toBeGreaterThan(0);
    expect((await market.stock()).unsettled).toBe(true);
    expect(calls).toBeLessThan(20);
  }
  expect(await ann.shares()).toMatchObject({ available: 530 });
  expect((await market.stock()).nearest.buy).toBeUndefined();
  expect(new Set(await market.bands())).not.toContain('128');
  expect(await market.bands()).toHaveLength(10);
});

test('a tick that has read who waits before another one is entered looks again', async () => {
  interfere(store, {
    on: 'PutItem',
    before: () => ann.buy({ total: 5, lower: 21, upper: 30 }),
  });
  await market.at(22, 100);
  expect(await ann.shares()).toMatchObject({ available: 505 });
});

describe('what orders beyond the price cost a tick', () => {
  async function costOfATick() {
    await market.at(20, 1);
    const { readUnits, writeUnits, calls } = await store.meter.measure(() => market.at(20, 1));
    return { readUnits, writeUnits, calls };
  }

  test('is nothing when somebody has placed them just above it', async () => {
    const before = await costOfATick();
    for (let count = 0; count < 20; count++) await ann.buy({ total: 1, lower: 20.0001, upper: 30 });
    expect(await costOfATick()).toEqual(before);
  });

  test.each([1, 10, inFull(100, 30)])(
    'is nothing with %p users who each have a hundred there',
    async (users) => {
      const before = await costOfATick();
      await crowdTheBook(store, 100 * users, (index) => ({ lower: (205_000 + index) / 10_000, upper: 40 }), {
        isWaiting: true,
      });
      expect(await costOfATick()).toEqual(before);
    },
  );

  test('is that of a page when it reaches one of them, and then nothing again', async () => {
    const before = await costOfATick();
    await ann.buy({ total: 1, lower: 21, upper: 21.5 });
    await crowdTheBook(store, 1_000, (index) => ({ lower: (220_000 + index) / 10_000, upper: 40 }), {
      isWaiting: true,
    });
    const reaching = await store.meter.measure(() => market.at(21));
    expect(reaching.readUnits - before.readUnits).toBeLessThanOrEqual(5);
    expect((await market.stock()).nearest.buy).toBe(units(22));
    expect((await store.meter.measure(() => market.at(21.1))).readUnits).toBeLessThanOrEqual(
      before.readUnits + 1,
    );
  });

  test('is a page for each band that they are spread over, until an hour after they are canceled', async () => {
    const before = await costOfATick();
    const ids = [];
    for (let band = 0; band < 40; band++) {
      const lower = Math.ceil(2 ** (band / 4) * 100) / 10_000;
      const upper = 2 * lower;
      ids.push((await ann.buy({ total: 1, lower, upper })).id);
    }
    for (const orderId of ids) await ann.cancel({ id: orderId });
    await market.at(20, 1);
    const bands = (await market.stock()).bands.buy.length;
    expect((await costOfATick()).calls).toBe(before.calls + bands);
    store.clock.advance({ seconds: EMPTY_BANDS_STAY_SECONDS });
    await market.at(20, 1);
    expect((await market.stock()).bands.buy).toEqual([]);
    expect(await costOfATick()).toEqual(before);
  });
});
