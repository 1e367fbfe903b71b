import { INTERVALS } from '../../../functions/domain/candle';
import type { StockId, UserId } from '../../../functions/domain/ids';
import { ALL_TIME } from '../../../functions/domain/range';
import { statisticsOf, TICKS_PER_PAGE } from '../../../functions/domain/stock';
import type { IncomingTick } from '../../../functions/domain/tick';
import { newestTicks } from '../../../functions/storage/history/newest-ticks';
import { newestCandles } from '../../../functions/storage/history/read-candles';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { take } from '../../../functions/storage/table/read-backwards';
import { revokeQuote } from '../../../functions/storage/transactions/revoke-quote';
import {
  candleName,
  candlesByBruteForce,
  statisticsByBruteForce,
  summaryOf,
} from '../../../testing/brute-force';
import { aTick, aUser, buy, CIB, OPTIONS, seconds, sell, shares, tick } from '../../../testing/builders';
import { Crash, crash, failing, interfere, timedOut } from '../../../testing/interference';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { audited } from '../../audit/audited';

/** A publisher's clock was ten minutes ahead for one tick. Here it is noon. */
let store: TestStore;
let ann: UserId;
const AHEAD = 600;
const WITH_SKEW = { ...OPTIONS, maxClockSkewSeconds: 10 };

beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
  ann = await aUser(store, { cash: 10_000 });
});

const revoke = (stockId = CIB) => revokeQuote(store, stockId, WITH_SKEW);

test('a stock whose quote is from the future trades with no honest tick, and with the next one once it is healed', async () => {
  await tick(store, { price: 20, at: seconds(AHEAD) });
  store.clock.advance({ seconds: 60 });
  const order = await buy(store, ann, { total: 10, upper: 10 });
  await tick(store, { price: 10, at: seconds(61) });
  expect(await shares(store, ann)).toMatchObject({ available: 0 });
  expect(await revoke()).toMatchObject({ stock: { quote: undefined }, revoked: { timestamp: seconds(600) } });
  await tick(store, { price: 10, at: seconds(62) });
  expect(await shares(store, ann)).toMatchObject({ available: 10 });
  const { quote } = (await readStock(store, CIB)) ?? {};
  expect(quote).toMatchObject({ timestamp: seconds(62), left: 1000 - order.total });
});

test('what the tick from the future filled stays filled, at a tick that stays recorded', async () => {
  await tick(store, { price: 30 });
  await buy(store, ann, { total: 10, upper: 20 });
  await tick(store, { price: 20, at: seconds(AHEAD) });
  await revoke();
  expect(await shares(store, ann)).toMatchObject({ available: 10 });
  expect(await audited(store)).toMatchObject({ violationCount: 0, undecidedCount: 0 });
});

test('a revocation whose answer is lost still tells what it revoked', async () => {
  await tick(store, { price: 20, at: seconds(AHEAD) });
  interfere(store, { on: 'PutItem', after: failing(timedOut) });
  expect(await revoke()).toMatchObject({ revoked: { timestamp: seconds(AHEAD) } });
});

test('twice is as good as once', async () => {
  await tick(store, { at: seconds(AHEAD) });
  const first = await revoke();
  expect(await revoke()).toEqual({ stock: { ...(await readStock(store, CIB)) } });
  expect(first).toMatchObject({ stock: { quote: undefined } });
});

test.each([
  ['no later than now', 0],
  ['ahead by as much as clocks may differ', 10],
])('a quote that is %s stays', async (_when, at) => {
  await tick(store, { at: seconds(at) });
  expect(await revoke()).toEqual({ rejected: 'quote_not_ahead' });
  expect(await readStock(store, CIB)).toMatchObject({ quote: { timestamp: seconds(at) }, version: 1 });
});

test('a stock that there is not has none', async () => {
  expect(await revoke('11111111-1111-4111-8111-111111111111' as StockId)).toEqual({
    rejected: 'stock_not_found',
  });
});

test('an honest tick that comes at the same moment is no reason to take anything back from it', async () => {
  await tick(store, { price: 20, at: seconds(AHEAD) });
  interfere(store, {
    on: 'PutItem',
    before: async () => {
      store.clock.advance({ seconds: AHEAD });
      await tick(store, { price: 10, at: seconds(AHEAD + 1) });
    },
  });
  expect(await revoke()).toEqual({ rejected: 'quote_not_ahead' });
  expect(await readStock(store, CIB)).toMatchObject({ quote: { timestamp: seconds(AHEAD + 1) } });
});

test('what a process that died has left of the quote is filled before it is taken back', async () => {
  await tick(store, { price: 30 });
  for (let count = 0; count < 25; count++) await buy(store, ann, { total: 1, upper: 20 });
  interfere(store, { on: 'TransactWriteItems', skip: 1, before: crash });
  await expect(tick(store, { price: 20, at: seconds(AHEAD) })).rejects.toThrow(Crash);
  expect(await readStock(store, CIB)).toMatchObject({ unsettled: true });
  await revoke();
  expect(await shares(store, ann)).toMatchObject({ available: 25 });
});

describe('where a flush has taken the tick from the future', () => {
  /** A tick each second, and among the first of them the one whose clock is wrong. */
  const FIRST = [...everySecond(TICKS_PER_PAGE - 1, 0), aTick({ price: 50, at: seconds(AHEAD) })];
  const NEXT = everySecond(40, TICKS_PER_PAGE);
  const LATER = [...everySecond(3, AHEAD - 1), ...everySecond(40, AHEAD + 30)];

  function everySecond(count: number, from: number): IncomingTick[] {
    return Array.from({ length: count }, (_, index) =>
      aTick({ price: 5 + index, at: seconds(from + index) }),
    );
  }

  async function deliver(ticks: readonly IncomingTick[]): Promise<void> {
    for (const one of ticks) await matchTicks(store, CIB, [one]);
  }

  test('every tick counts once, before its time comes and after', async () => {
    await deliver(FIRST);
    await revoke();
    await deliver([...NEXT, ...NEXT.slice(0, 5)]);
    store.clock.advance({ seconds: AHEAD });
    await deliver(LATER);
    const ticks = [...FIRST, ...NEXT, ...LATER].toSorted((a, b) => a.timestamp - b.timestamp);
    const stock = await readStock(store, CIB);
    if (!stock) throw new Error('no stock');
    expect(statisticsOf(stock)).toEqual(statisticsByBruteForce(ticks));
    const recorded = await take(newestTicks(store, stock, ALL_TIME), 1_000);
    expect(recorded.map(({ timestamp }) => timestamp)).toEqual(
      ticks.map(({ timestamp }) => timestamp).reverse(),
    );
    const candles = new Map(
      (
        await Promise.all(
          INTERVALS.map(async (interval) =>
            (
              await take(newestCandles(store, stock, interval, ALL_TIME.to), 1_000)
            ).map((candle) => [candleName(interval, candle.start), summaryOf(candle)] as const),
          ),
        )
      ).flat(),
    );
    expect(candles).toEqual(candlesByBruteForce(ticks));
  });

  test('each is the quote all the same, and what it fills counts in the candle of its minute', async () => {
    await deliver(FIRST);
    await deliver([aTick({ price: 60, at: seconds(AHEAD + 1) })]);
    await revoke();
    const waiting = await buy(store, ann, { total: 10, upper: 7 });
    await tick(store, { price: 7, at: seconds(40), availability: 25 });
    expect(await shares(store, ann)).toMatchObject({ available: waiting.total });
    expect(await buy(store, ann, { total: 5, upper: 7 })).toMatchObject({ status: 'filled' });
    expect(await sell(store, ann, { total: 3, lower: 7 })).toMatchObject({ status: 'filled' });
    const stock = await readStock(store, CIB);
    if (!stock) throw new Error('no stock');
    const [, minute] = await take(newestCandles(store, stock, '1m', ALL_TIME.to), 2);
    expect(minute).toMatchObject({ start: seconds(0), volume: 18 });
    expect(await audited(store)).toMatchObject({ violationCount: 0, undecidedCount: 0 });
  });
});
