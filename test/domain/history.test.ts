import fc from 'fast-check';
import { type Candle, INTERVALS, type Interval, mergeCandles } from '../../functions/domain/candle';
import {
  type ClosedCandle,
  fold,
  foldLate,
  type History,
  NO_HISTORY,
  withVolumeAt,
} from '../../functions/domain/history';
import { NO_SHARES, quantity } from '../../functions/domain/money';
import type { Tick } from '../../functions/domain/tick';
import { marketDay } from '../../testing/arbitraries';
import {
  candleName,
  candlesByBruteForce,
  statisticsByBruteForce,
  summaryOf,
} from '../../testing/brute-force';
import { aTick, NOON, seconds, units } from '../../testing/builders';

const untraded = (ticks: readonly Omit<Tick, 'traded'>[]): Tick[] =>
  ticks.map(({ timestamp, price, availability }) => ({ timestamp, price, availability, traded: NO_SHARES }));
const inTime = (ticks: readonly Tick[]): Tick[] => ticks.toSorted((a, b) => a.timestamp - b.timestamp);
const oneTick = (price: number, at: number): Tick => ({
  ...aTick({ price, at: seconds(at) }),
  traded: NO_SHARES,
});

/** Closed candles as they would lie in the table. */
class ClosedCandles {
  readonly byName = new Map<string, Candle>();

  close({ interval, candle }: ClosedCandle): void {
    const name = candleName(interval, candle.start);
    if (this.byName.has(name)) throw new Error(`${name} closed twice`);
    this.byName.set(name, candle);
  }

  merge({ interval, candle }: ClosedCandle): void {
    const name = candleName(interval, candle.start);
    const stored = this.byName.get(name);
    this.byName.set(name, stored ? mergeCandles(stored, candle) : candle);
  }

  with({ open }: History): Map<string, ReturnType<typeof summaryOf>> {
    const all = new Map([...this.byName].map(([name, candle]) => [name, summaryOf(candle)]));
    for (const interval of INTERVALS) {
      const candle = open[interval];
      if (candle) all.set(candleName(interval, candle.start), summaryOf(candle));
    }
    return all;
  }
}

/** Cuts ticks into pages at random places, empty pages included. */
function pagesOf(ticks: readonly Tick[], cuts: readonly number[]): Tick[][] {
  const places = cuts.map((cut) => cut % (ticks.length + 1)).sort((a, b) => a - b);
  return [0, ...places].map((from, index) => ticks.slice(from, places[index] ?? ticks.length));
}

const anyCuts = fc.array(fc.nat(100), { maxLength: 8 });

test('folding nothing changes nothing', () => {
  expect(fold(NO_HISTORY, [])).toEqual({ history: { ...NO_HISTORY, until: undefined }, closed: [] });
});

test('a tick in the next minute closes the minute and leaves the hour and the day open', () => {
  const { closed, history } = fold(NO_HISTORY, [oneTick(10, 0), oneTick(12, 59), oneTick(11, 60)]);
  expect(closed).toMatchObject([{ interval: '1m', candle: { open: units(10), close: units(12), count: 2 } }]);
  expect(history.open).toMatchObject({ '1m': { count: 1 }, '1h': { count: 3 }, '1d': { count: 3 } });
  expect(history.until).toBe(seconds(60));
});

test.each<[Interval[], number]>([
  [[], 1],
  [['1m'], 60],
  [['1m', '1h'], 3_600],
  [['1m', '1h', '1d'], 86_400],
])('%p close when the next tick comes %p s later', (intervals, later) => {
  const { closed } = fold(NO_HISTORY, [oneTick(10, 0), oneTick(10, later)]);
  expect(closed.map(({ interval }) => interval)).toEqual(intervals);
});

test('a late tick of an open minute joins it, and becomes its open if it is the earliest', () => {
  const { history } = fold(NO_HISTORY, [oneTick(10, 5), oneTick(12, 10)]);
  const late = foldLate(history, oneTick(9, 1));
  expect(late.missed).toEqual([]);
  expect(late.history.open['1m']).toMatchObject({
    open: units(9),
    low: units(9),
    close: units(12),
    count: 3,
  });
  expect(late.history.until).toBe(history.until);
});

test('a late tick of a closed minute is handed back for that minute, and joins the open hour and day', () => {
  const { history } = fold(NO_HISTORY, [oneTick(10, 0), oneTick(12, 60)]);
  const late = foldLate(history, oneTick(99, 30));
  expect(late.missed).toMatchObject([
    { interval: '1m', candle: { start: seconds(0), close: units(99), count: 1 } },
  ]);
  expect(late.history.open).toMatchObject({
    '1m': { count: 1, high: units(12) },
    '1h': { count: 3, high: units(99), close: units(12) },
    '1d': { count: 3, high: units(99), close: units(12) },
  });
});

test('shares filled at a flushed tick count in every candle of that time that is still open', () => {
  const { history } = fold(NO_HISTORY, [oneTick(10, 0), oneTick(10, 61)]);
  const counted = (at: number) => {
    const { history: after, missed } = withVolumeAt(history, seconds(at), quantity(5));
    return { volumes: INTERVALS.map((interval) => after.open[interval]?.volume), missed };
  };
  expect(counted(61)).toEqual({ volumes: [5, 5, 5], missed: [] });
  expect(counted(0)).toEqual({ volumes: [0, 5, 5], missed: ['1m'] });
  expect(counted(-3600)).toEqual({ volumes: [0, 0, 5], missed: ['1m', '1h'] });
  expect(withVolumeAt(NO_HISTORY, NOON, quantity(5))).toEqual({
    history: NO_HISTORY,
    missed: [...INTERVALS],
  });
});

test('volume is the sum of what was traded against the ticks', () => {
  fc.assert(
    fc.property(marketDay(30), anyCuts, (ticks, cuts) => {
      const day = inTime(ticks.map((tick, index) => ({ ...tick, traded: quantity(index) })));
      let history: History = NO_HISTORY;
      const volumes = { '1m': 0, '1h': 0, '1d': 0 };
      for (const page of pagesOf(day, cuts)) {
        const folded = fold(history, page);
        for (const { interval, candle } of folded.closed) volumes[interval] += candle.volume;
        history = folded.history;
      }
      for (const interval of INTERVALS) volumes[interval] += history.open[interval]?.volume ?? 0;
      const traded = day.reduce((sum, tick) => sum + tick.traded, 0);
      expect(volumes).toEqual({ '1m': traded, '1h': traded, '1d': traded });
    }),
  );
});

test('ticks folded in pages of any size give the same candles and statistics as all of them at once', () => {
  fc.assert(
    fc.property(marketDay(60, { equalTimes: true }), anyCuts, (ticks, cuts) => {
      const all = inTime(untraded(ticks));
      const candles = new ClosedCandles();
      let history: History = NO_HISTORY;
      for (const page of pagesOf(all, cuts)) {
        const folded = fold(history, page);
        for (const closed of folded.closed) candles.close(closed);
        history = folded.history;
      }
      expect(history.statistics).toEqual(statisticsByBruteForce(all));
      expect(candles.with(history)).toEqual(candlesByBruteForce(all));
      expect(history.until).toBe(all.at(-1)?.timestamp);
    }),
  );
});

test('late ticks in any order, between any pages, give the same candles and statistics as all of them at once', () => {
  const anyArrival = marketDay(60).chain((ticks) =>
    fc.record({
      ticks: fc.constant(inTime(untraded(ticks))),
      isLate: fc.array(fc.boolean(), { minLength: ticks.length, maxLength: ticks.length }),
      delays: fc.array(fc.nat(8), { minLength: ticks.length, maxLength: ticks.length }),
      cuts: anyCuts,
    }),
  );
  fc.assert(
    fc.property(anyArrival, ({ ticks, isLate, delays, cuts }) => {
      const onTime = ticks.filter((_, index) => !isLate[index]);
      const waiting = ticks.flatMap((tick, index) =>
        isLate[index] ? [{ tick, delay: delays[index] ?? 0 }] : [],
      );
      const candles = new ClosedCandles();
      let history: History = NO_HISTORY;
      const seen: Tick[] = [];
      const admit = (isDue: (delay: number) => boolean) => {
        const due = waiting.filter(
          ({ tick, delay }) => isDue(delay) && tick.timestamp <= (history.until ?? -1),
        );
        for (const one of due.sort((a, b) => a.delay - b.delay)) {
          const late = foldLate(history, one.tick);
          for (const missed of late.missed) candles.merge(missed);
          history = late.history;
          seen.push(one.tick);
          waiting.splice(waiting.indexOf(one), 1);
        }
      };
      for (const [number, page] of pagesOf(onTime, cuts).entries()) {
        const folded = fold(history, page);
        for (const closed of folded.closed) candles.close(closed);
        history = folded.history;
        seen.push(...page);
        admit((delay) => delay <= number);
      }
      admit(() => true);
      expect(history.statistics).toEqual(statisticsByBruteForce(seen));
      expect(candles.with(history)).toEqual(candlesByBruteForce(seen));
      expect(seen.length + waiting.length).toBe(ticks.length);
    }),
  );
});
