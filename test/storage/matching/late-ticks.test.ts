import { INTERVALS } from '../../../functions/domain/candle';
import { NO_SHARES } from '../../../functions/domain/money';
import { ALL_TIME } from '../../../functions/domain/range';
import { recentTicks, statisticsOf, TICKS_PER_PAGE } from '../../../functions/domain/stock';
import { distinctTicks, type IncomingTick, type Tick } from '../../../functions/domain/tick';
import { newestTicks } from '../../../functions/storage/history/newest-ticks';
import { newestCandles } from '../../../functions/storage/history/read-candles';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { take } from '../../../functions/storage/table/read-backwards';
import type { Store } from '../../../functions/storage/table/store';
import {
  candleName,
  candlesByBruteForce,
  statisticsByBruteForce,
  summaryOf,
} from '../../../testing/brute-force';
import { aTick, CIB, seconds } from '../../../testing/builders';
import { Crash, crash, interfere } from '../../../testing/interference';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';

let store: TestStore;

beforeEach(async () => {
  store = await openTestStore();
});

function everySecond(count: number, from: number): IncomingTick[] {
  return Array.from({ length: count }, (_, index) => aTick({ price: 5 + index, at: seconds(from + index) }));
}

/** How many ticks the statistics hold. */
async function counted(): Promise<number | undefined> {
  const stock = await readStock(store, CIB);
  return stock && statisticsOf(stock).count;
}

test('a tick repeated within a message counts once, whatever is committed in between', async () => {
  await matchTicks(store, CIB, everySecond(TICKS_PER_PAGE, 0));
  await matchTicks(store, CIB, everySecond(1, 100));
  const late = everySecond(30, 0.5);
  const { duplicate } = await matchTicks(store, CIB, [...late, ...late.slice(0, 1)]);
  expect(duplicate).toBe(1);
  expect(await counted()).toBe(TICKS_PER_PAGE + 1 + 30);
});

test('a tick that arrives after its page was written still shows among the latest', async () => {
  await matchTicks(store, CIB, everySecond(TICKS_PER_PAGE, 0));
  await matchTicks(store, CIB, everySecond(1, 100));
  const late = aTick({ price: 1, at: seconds(TICKS_PER_PAGE - 1.5) });
  await matchTicks(store, CIB, [late, aTick({ price: 2, at: seconds(0.5) })]);
  const stock = await readStock(store, CIB);
  const times = stock && recentTicks(stock).map(({ timestamp }) => timestamp);
  expect(times).toEqual([seconds(21), seconds(22), late.timestamp, seconds(23), seconds(100)]);
});

/** All that is kept of the history, from all the places where it is kept. */
async function historyOf(from: Store) {
  const stock = await readStock(from, CIB);
  if (!stock) throw new Error('no stock');
  const candles = await Promise.all(
    INTERVALS.map((interval) => take(newestCandles(from, stock, interval, ALL_TIME.to), 1_000)),
  );
  const ticks = await take(newestTicks(from, stock, ALL_TIME), 1_000);
  return { statistics: statisticsOf(stock), candles, ticks: ticks.map(nameOf).sort() };
}

const nameOf = ({ timestamp, price }: Tick) => `${timestamp} ${price}`;

/** A stock that is full, so that the next message flushes it; its last flush was of the hour before. */
async function fullStock(on: Store): Promise<void> {
  await matchTicks(on, CIB, everySecond(TICKS_PER_PAGE, 0));
  await matchTicks(on, CIB, everySecond(TICKS_PER_PAGE, 3600));
}

/** Late for hours that have closed, for hours that have not, for the flush that it causes, and in time. */
const MESSAGE = [
  ...everySecond(3, 0.5),
  ...everySecond(30, -7200),
  ...everySecond(3, 3600.5),
  ...everySecond(3, 7200),
  ...everySecond(2, 1.5),
];

describe('a message with late ticks', () => {
  async function undisturbed() {
    const calm = await openTestStore();
    await fullStock(calm);
    const met = interfere(calm, { times: 0 });
    await matchTicks(calm, CIB, MESSAGE);
    return { calls: met(), history: await historyOf(calm) };
  }

  test('gives the same statistics, candles and ticks as all of them at once', async () => {
    const { history } = await undisturbed();
    const delivered = [...everySecond(TICKS_PER_PAGE, 0), ...everySecond(TICKS_PER_PAGE, 3600), ...MESSAGE];
    const ticks = distinctTicks(delivered);
    expect(history.statistics).toEqual(statisticsByBruteForce(ticks));
    const candles = new Map(
      history.candles.flatMap((ofInterval, index) =>
        ofInterval.map((candle) => [candleName(INTERVALS[index] ?? '1m', candle.start), summaryOf(candle)]),
      ),
    );
    expect(candles).toEqual(candlesByBruteForce(ticks));
    expect(history.ticks).toEqual(ticks.map((tick) => nameOf({ ...tick, traded: NO_SHARES })).sort());
  });

  test.each(['before', 'after'] as const)(
    'counts once when the process dies %s any of its calls and the message is redelivered',
    async (moment) => {
      const { calls, history } = await undisturbed();
      for (let skip = 0; skip < calls; skip++) {
        const dying = await openTestStore();
        await fullStock(dying);
        interfere(dying, { skip, [moment]: crash });
        await expect(matchTicks(dying, CIB, MESSAGE)).rejects.toThrow(Crash);
        await matchTicks(dying, CIB, MESSAGE);
        expect(await historyOf(dying)).toEqual(history);
      }
    },
  );

  test('counts once when delivered several times at once', async () => {
    const { history } = await undisturbed();
    const contended = await openTestStore({ retry: UNTIRING });
    await fullStock(contended);
    await Promise.all(Array.from({ length: 4 }, () => matchTicks(contended, CIB, MESSAGE)));
    const raced = await historyOf(contended);
    expect(raced).toEqual(history);
  });

  test('counts once when its ticks come in several messages at once', async () => {
    const { history } = await undisturbed();
    const contended = await openTestStore({ retry: UNTIRING });
    await fullStock(contended);
    const odd = MESSAGE.filter((_, index) => index % 2 === 1);
    const even = MESSAGE.filter((_, index) => index % 2 === 0);
    await Promise.all([odd, even, MESSAGE].map((part) => matchTicks(contended, CIB, part)));
    const raced = await historyOf(contended);
    expect(raced.ticks).toEqual(history.ticks);
    expect(raced.statistics).toEqual(history.statistics);
    expect(
      raced.candles.map((candles) => candles.map(({ start, count, sum }) => [start, count, sum])),
    ).toEqual(history.candles.map((candles) => candles.map(({ start, count, sum }) => [start, count, sum])));
  });
});
