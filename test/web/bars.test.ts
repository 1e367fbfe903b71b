import { barsOf, barWith, markedAt } from '../../web/pages/chart/bars';
import type { Bar } from '../../web/pages/chart/draw-chart';

const MINUTE: Bar = {
  time: Date.parse('2026-01-05T12:00:00Z') / 1000,
  open: 20,
  high: 21,
  low: 19,
  close: 20,
  volume: 7,
};

function quoteAt(timestamp: string, price: number) {
  return { timestamp, price };
}

test('candles come newest first and are drawn oldest first, each once', () => {
  const candle = (timestamp: string, close: number) => ({
    timestamp,
    open: 1,
    high: 2,
    low: 1,
    close,
    average: 1,
    count: 1,
    volume: 0,
  });
  const bars = barsOf([
    candle('2026-01-05T12:01:00Z', 3),
    candle('2026-01-05T12:00:00Z', 2),
    // The page before ended with it, and the next began with it.
    candle('2026-01-05T12:00:00Z', 2),
  ]);
  expect(bars.map(({ close }) => close)).toEqual([2, 3]);
});

test('a quote in the open minute moves its close and extremes and keeps its volume', () => {
  expect(barWith(MINUTE, quoteAt('2026-01-05T12:00:59.9Z', 22), '1m')).toEqual({
    ...MINUTE,
    high: 22,
    close: 22,
  });
  expect(barWith(MINUTE, quoteAt('2026-01-05T12:00:01Z', 18), '1m')).toEqual({
    ...MINUTE,
    low: 18,
    close: 18,
  });
});

test('a quote in the next minute starts a bar with an unknown volume', () => {
  const next = { time: MINUTE.time + 60, open: 22, high: 22, low: 22, close: 22, volume: undefined };
  expect(barWith(MINUTE, quoteAt('2026-01-05T12:01:00Z', 22), '1m')).toEqual(next);
  expect(barWith(undefined, quoteAt('2026-01-05T12:01:00Z', 22), '1m')).toEqual(next);
});

test('a quote older than the chart or without a price moves nothing', () => {
  expect(barWith(MINUTE, quoteAt('2026-01-05T11:59:59Z', 22), '1m')).toBeUndefined();
  expect(barWith(MINUTE, quoteAt('2026-01-05T12:00:01Z', 0), '1m')).toBeUndefined();
});

test.each([
  ['a listed bar', '2026-01-05T12:00:30Z', MINUTE.time],
  ['the bar that quotes have begun since', '2026-01-05T12:01:30Z', MINUTE.time + 60],
  ['none, where it is older than the chart', '2026-01-05T11:59:59Z', undefined],
])('a fill is marked at %s', (_, timestamp, time) => {
  expect(markedAt(timestamp, [MINUTE], '1m')).toBe(time);
});
