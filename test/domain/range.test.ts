import { type Candle, INTERVALS } from '../../functions/domain/candle';
import { fold, NO_HISTORY, unstoredCandles } from '../../functions/domain/history';
import { NO_SHARES } from '../../functions/domain/money';
import { cover, rangeBetween } from '../../functions/domain/range';
import type { Tick } from '../../functions/domain/tick';
import { at } from '../../testing/arbitraries';
import { aTick } from '../../testing/builders';

const TIMES = [
  '2026-01-05T09:00:10Z',
  '2026-01-05T09:00:50Z',
  '2026-01-05T09:30:00Z',
  '2026-01-05T11:00:00Z',
  '2026-01-06T10:00:00Z',
  '2026-01-06T10:00:30Z',
  '2026-01-07T10:00:00Z',
];
const ticks: Tick[] = TIMES.map((time) => ({ ...aTick({ at: at(time) }), traded: NO_SHARES }));
const candles = unstoredCandles(NO_HISTORY, ticks);

/** Each candle by its interval and start. */
function names(covering: readonly Candle[]): string[] {
  const nameOf = (candle: Candle) => {
    const interval = INTERVALS.findLast((one) => candles[one].includes(candle));
    return `${interval} ${new Date(candle.start / 1_000).toISOString().slice(5, 16)}`;
  };
  return covering.map(nameOf).sort();
}

function covered(from: string | undefined, to: string | undefined) {
  const { whole, cut } = cover(rangeBetween(from ? at(from) : undefined, to ? at(to) : undefined), candles);
  return { whole: names(whole), cut: names(cut) };
}

test('closed and open candles together are those of all ticks', () => {
  const { closed, history } = fold(NO_HISTORY, ticks);
  for (const interval of INTERVALS) {
    const ofInterval = closed.filter((one) => one.interval === interval).map(({ candle }) => candle);
    expect(candles[interval]).toEqual([...ofInterval, history.open[interval]]);
  }
});

test.each([
  ['everything', undefined, undefined, ['1d 01-05T00:00', '1d 01-06T00:00', '1d 01-07T00:00'], []],
  [
    'a day whose ticks all lie within, though midnight does not',
    '2026-01-05T09:00:10Z',
    '2026-01-05T11:00:00Z',
    ['1d 01-05T00:00'],
    [],
  ],
  [
    'a day without its last hour',
    '2026-01-05T00:00:00Z',
    '2026-01-05T10:59:59.999999Z',
    ['1h 01-05T09:00'],
    [],
  ],
  [
    'from the middle of a minute to the middle of another',
    '2026-01-05T09:00:11Z',
    '2026-01-06T10:00:29.999999Z',
    ['1h 01-05T11:00', '1m 01-05T09:30'],
    ['1m 01-05T09:00', '1m 01-06T10:00'],
  ],
  ['the inside of one minute', '2026-01-05T09:00:11Z', '2026-01-05T09:00:49Z', [], ['1m 01-05T09:00']],
  ['a gap', '2026-01-05T12:00:00Z', '2026-01-06T09:00:00Z', [], []],
])('%s is covered by as few candles as possible', (_what, from, to, whole, cut) => {
  expect(covered(from, to)).toEqual({ whole, cut });
});
