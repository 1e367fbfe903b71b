import { csvOf } from '../../web/format/csv';
import {
  amountTyped,
  decimalsOf,
  formatAverage,
  formatGain,
  formatMoney,
  formatPercent,
  formatShares,
} from '../../web/format/money';
import { fromLocalField, inLocalField } from '../../web/format/query-time';
import { formatAge, formatMoment, inUtc, zoneName } from '../../web/format/time';
import { inForce, orderTerms, statusWord } from '../../web/format/words';

test.each([
  [0, '0.00'],
  [5, '5.00'],
  [28.5, '28.50'],
  [1234567.891, '1,234,567.891'],
  [0.0001, '0.0001'],
  [-41.5, '−41.50'],
  [-0.00001, '0.00'],
  [99_999_999_999.9999, '99,999,999,999.9999'],
  [null, 'unknown'],
  [undefined, 'unknown'],
  [Number.NaN, 'unknown'],
])('money: %p is shown as %p', (amount, text) => expect(formatMoney(amount)).toBe(text));

test.each([
  [27.846745689655172, '27.85'],
  [0.012345, '0.0123'],
  [20, '20.00'],
])('an average of %p is shown as %p', (average, text) => expect(formatAverage(average)).toBe(text));

test.each([
  [193.97, '+193.97'],
  [-16, '−16.00'],
  [0, '0.00'],
  [null, 'unknown'],
])('a gain of %p is shown as %p', (gain, text) => expect(formatGain(gain)).toBe(text));

test('shares, percentages and the decimals of a column are formatted', () => {
  expect(formatShares(12_480)).toBe('12,480');
  expect(formatPercent(0.01314)).toBe('1.31%');
  expect(decimalsOf([28.5, 28.125, null])).toBe(3);
  expect(decimalsOf([])).toBe(2);
});

test('typed amounts may have commas and spaces', () => {
  expect(amountTyped(' 1,234.5 ')).toBe(1234.5);
  expect(amountTyped('99999999999.9999')).toBe(99_999_999_999.9999);
});

test.each([
  [300, '0.3 s'],
  [9_960, '9 s'],
  [42_000, '42 s'],
  [14 * 60_000, '14 min'],
  [3 * 3_600_000, '3 h'],
  [50 * 3_600_000, '2 days'],
  [-5, '0.0 s'],
])('an age of %p ms is shown as %p', (milliseconds, text) => expect(formatAge(milliseconds)).toBe(text));

test('a moment is shown as a time if today, and with its date if earlier', () => {
  const now = Date.parse('2026-11-26T13:00:00Z');
  expect(formatMoment('2026-11-26T12:42:07.5Z', 'utc', now)).toBe('12:42:07');
  expect(formatMoment('2026-11-25T12:42:07Z', 'utc', now)).toBe('25 Nov 12:42');
  expect(formatMoment('2025-11-25T12:42:07Z', 'utc', now)).toBe('25 Nov 2025 12:42');
  expect(inUtc('2026-11-26T12:42:07.500000Z')).toBe('2026-11-26 12:42:07.500000 UTC');
  expect(zoneName('utc', now)).toBe('UTC');
});

test('a time survives a round trip through a field, in local time and in UTC', () => {
  const time = '2026-11-26T12:42:00.000Z';
  expect(fromLocalField(inLocalField(time, 'local'))).toBe(time);
  expect(inLocalField(time, 'utc')).toBe('2026-11-26T12:42');
  expect(fromLocalField('2026-11-26T12:42', 'utc')).toBe(time);
  expect(fromLocalField('')).toBeUndefined();
});

const LIMIT = {
  type: 'limit',
  lower_bound: null,
  upper_bound: null,
  stop_price: null,
  triggered_at: null,
  take_profit: null,
  stop_loss: null,
};

test.each([
  [{ side: 'buy', lower_bound: null, upper_bound: 28.3 }, 'at most 28.30'],
  [{ side: 'buy', lower_bound: 0, upper_bound: 28.3 }, 'at most 28.30'],
  [{ side: 'buy', lower_bound: 26, upper_bound: 27.2 }, '26.00 to 27.20'],
  [{ side: 'sell', lower_bound: 29.1, upper_bound: null }, 'at least 29.10'],
  [{ side: 'sell', lower_bound: 0, upper_bound: null }, 'at any price'],
  [{ side: 'sell', lower_bound: 26, upper_bound: 27.2 }, '26.00 to 27.20'],
  [{ side: 'buy', type: 'market', upper_bound: 29.4 }, 'at market, at most 29.40'],
  [{ side: 'sell', type: 'market' }, 'at market'],
  [
    { side: 'buy', type: 'stop', stop_price: 30, upper_bound: 31.5 },
    'from 30.00 up, at market, at most 31.50',
  ],
  [{ side: 'sell', type: 'stop', stop_price: 25 }, 'from 25.00 down, at market'],
  [{ side: 'sell', type: 'stop_limit', stop_price: 25, lower_bound: 24 }, 'from 25.00 down, at least 24.00'],
  [
    {
      side: 'sell',
      type: 'stop_limit',
      stop_price: 25,
      lower_bound: 24,
      triggered_at: '2026-01-05T12:00:00Z',
    },
    'at least 24.00',
  ],
  [{ side: 'sell', type: 'exit', take_profit: 31 }, 'at least 31.00'],
  [
    { side: 'sell', type: 'exit', take_profit: 31, stop_loss: 25 },
    'at least 31.00, or at any price from 25.00 down',
  ],
  [
    { side: 'sell', type: 'exit', take_profit: 31, stop_loss: 25, triggered_at: '2026-01-05T12:00:00Z' },
    'at any price, its stop was reached',
  ],
] as const)('%p is described as %p', (bounds, words) =>
  expect(orderTerms({ ...LIMIT, ...bounds })).toBe(words),
);

test('codes are shown in words', () => {
  expect(statusWord('partially_filled')).toBe('partially filled');
  expect(statusWord('new')).toBe('open');
  const until = { time_in_force: 'gtd', expires_at: '2026-11-30T10:00:00Z' };
  expect(inForce(until, 'utc', Date.parse('2026-11-26T00:00:00Z'))).toBe('Until 30 Nov 10:00');
  expect(inForce({ time_in_force: 'ioc', expires_at: null }, 'utc', 0)).toBe('At once only');
});

test('no exported cell can be read as a formula by a spreadsheet', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        ['=1+1', -2],
        ['say "hi", you', null],
      ],
    ),
  ).toBe('a,b\r\n\'=1+1,-2\r\n"say ""hi"", you",\r\n');
});
