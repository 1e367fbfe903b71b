import fc from 'fast-check';
import {
  type Candle,
  candleOf,
  INTERVAL_LENGTH,
  INTERVALS,
  mergeCandles,
  startOf,
} from '../../functions/domain/candle';
import { formatInstant } from '../../functions/domain/instant';
import { NO_SHARES, quantity } from '../../functions/domain/money';
import type { Tick } from '../../functions/domain/tick';
import { anyInstant, at, marketDay } from '../../testing/arbitraries';
import { candleName, candlesByBruteForce, summaryOf } from '../../testing/brute-force';
import { aTick, seconds, units } from '../../testing/builders';

const HOUR = INTERVAL_LENGTH['1h'];

function traded(parts: Parameters<typeof aTick>[0], shares = 0): Tick {
  return { ...aTick(parts), traded: quantity(shares) };
}

function merged(ticks: readonly Tick[], length: number): Candle | undefined {
  return ticks.map((tick) => candleOf(tick, length)).reduce<Candle | undefined>(joined, undefined);
}

function joined(candle: Candle | undefined, next: Candle): Candle {
  return candle ? mergeCandles(candle, next) : next;
}

test.each([
  ['1m', '2026-01-05T12:34:00Z'],
  ['1h', '2026-01-05T12:00:00Z'],
  ['1d', '2026-01-05T00:00:00Z'],
] as const)('the %s candle of 12:34:56.789 starts at %s', (interval, start) => {
  const instant = at('2026-01-05T12:34:56.789Z');
  expect(formatInstant(startOf(instant, INTERVAL_LENGTH[interval]))).toBe(start);
});

test('an interval includes its start but not its end', () => {
  fc.assert(
    fc.property(anyInstant(), fc.constantFrom(...INTERVALS), (instant, interval) => {
      const length = INTERVAL_LENGTH[interval];
      const start = startOf(instant, length);
      expect(start % length).toBe(0);
      expect(instant - start).toBeGreaterThanOrEqual(0);
      expect(instant - start).toBeLessThan(length);
    }),
  );
});

test('a single tick is open, high, low and close at once', () => {
  const price = units(10);
  expect(candleOf(traded({ price: 10, at: seconds(90) }, 7), HOUR)).toEqual({
    start: seconds(0),
    ...{ open: price, high: price, low: price, close: price, sum: price },
    ...{ count: 1, volume: 7, firstAt: seconds(90), lastAt: seconds(90) },
  });
});

test('merging keeps the first open, the last close and the extremes, and adds up the rest', () => {
  const early = candleOf(traded({ price: 10, at: seconds(1) }, 3), HOUR);
  const late = candleOf(traded({ price: 8, at: seconds(2) }, 4), HOUR);
  const both = { open: units(10), close: units(8), high: units(10), low: units(8), count: 2, volume: 7 };
  expect(mergeCandles(early, late)).toMatchObject(both);
  expect(mergeCandles(late, early)).toMatchObject(both);
});

test('of simultaneous ticks, the first to arrive opens and the last to arrive closes', () => {
  const first = candleOf(traded({ price: 10 }), HOUR);
  const second = candleOf(traded({ price: 8 }), HOUR);
  expect(mergeCandles(first, second)).toMatchObject({ open: units(10), close: units(8) });
  expect(mergeCandles(second, first)).toMatchObject({ open: units(8), close: units(10) });
});

test('however ticks are grouped and ordered, they merge into the candle of all of them together', () => {
  const shuffled = marketDay(30).chain((ticks) =>
    fc.shuffledSubarray(ticks, { minLength: ticks.length, maxLength: ticks.length }),
  );
  fc.assert(
    fc.property(shuffled, fc.constantFrom(...INTERVALS), fc.nat(30), (ticks, interval, cut) => {
      const length = INTERVAL_LENGTH[interval];
      const expected = candlesByBruteForce(ticks);
      for (const start of new Set(ticks.map(({ timestamp }) => startOf(timestamp, length)))) {
        const all = ticks
          .filter(({ timestamp }) => startOf(timestamp, length) === start)
          .map((tick) => ({ ...tick, traded: NO_SHARES }));
        const halves = [merged(all.slice(0, cut), length), merged(all.slice(cut), length)];
        const candle = halves
          .filter((half) => half !== undefined)
          .reduce<Candle | undefined>(joined, undefined);
        expect(candle && summaryOf(candle)).toEqual(expected.get(candleName(interval, start)));
      }
    }),
  );
});

test('merging is associative even where times are equal', () => {
  fc.assert(
    fc.property(marketDay(30, { equalTimes: true }), fc.nat(30), (ticks, cut) => {
      const all = ticks.map((tick) => ({ ...tick, traded: NO_SHARES }));
      const [left, right] = [merged(all.slice(0, cut), HOUR), merged(all.slice(cut), HOUR)];
      const inHalves = left && right ? mergeCandles(left, right) : (left ?? right);
      expect(inHalves).toEqual(merged(all, HOUR));
    }),
  );
});
