import fc from 'fast-check';
import {
  after,
  formatInstant,
  fromMilliseconds,
  MICROSECONDS,
  parseInstant,
  toMilliseconds,
} from '../../functions/domain/instant';
import { anyInstant, at, EPOCH, LAST_INSTANT } from '../../testing/arbitraries';

describe('parseInstant', () => {
  test.each<[string, number]>([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01T00:00:00.000001Z', 1],
    ['1970-01-01 00:00:01', 1_000_000],
    ['2019-12-15 14:36:33.462393', 1_576_420_593_462_393],
    ['2019-12-15T14:36:33.462393Z', 1_576_420_593_462_393],
    ['2019-12-15t14:36:33.462393z', 1_576_420_593_462_393],
    ['2019-12-15T16:36:33.462393+02:00', 1_576_420_593_462_393],
    ['2019-12-15T09:06:33.462393-05:30', 1_576_420_593_462_393],
    ['2019-12-15 14:36:33.462393-00:00', 1_576_420_593_462_393],
    ['2019-12-15T14:36:33.4Z', 1_576_420_593_400_000],
    // Nanoseconds, as many languages print them, and whatever else is finer than we keep.
    ['2019-12-15T14:36:33.462393999Z', 1_576_420_593_462_393],
    ['2019-12-15T14:36:33.4623939Z', 1_576_420_593_462_393],
    ['2019-12-15T14:36:33.462000000Z', 1_576_420_593_462_000],
    ['2019-12-15 16:36:33.462393999+02:00', 1_576_420_593_462_393],
    ['2019-12-15T14:36:33.000000999999Z', 1_576_420_593_000_000],
    // A leap second, in whatever time zone.
    ['2016-12-31T23:59:60Z', 1_483_228_800_000_000],
    ['2016-12-31T23:59:60.25Z', 1_483_228_800_250_000],
    ['2016-12-31T18:59:60-05:00', 1_483_228_800_000_000],
    ['2017-01-01T05:29:60+05:30', 1_483_228_800_000_000],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000_000],
    ['1970-01-01T00:59:59-00:01', 3_659_000_000],
    ['2254-12-31T23:59:59.999999Z', 8_993_721_599_999_999],
  ])('%s is %p µs', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  test.each([
    '',
    'yesterday',
    '1576420593',
    '2019-12-15',
    '2019-12-15T14:36Z',
    '2019-12-15T14:36:33.Z',
    '2019-12-15T14:36:33+0200',
    '2019-12-15T14:36:33+02',
    '2019-12-15T14:36:33 UTC',
    ' 2019-12-15T14:36:33Z',
    '2019-12-15T14:36:33Z\n',
    '2019-12-15  14:36:33',
    '19-12-15T14:36:33Z',
    '+2019-12-15T14:36:33Z',
    '٢٠١٩-١٢-١٥T١٤:٣٦:٣٣Z',
    '2019-00-15T14:36:33Z',
    '2019-13-15T14:36:33Z',
    '2019-12-00T14:36:33Z',
    '2019-12-32T14:36:33Z',
    '2019-04-31T14:36:33Z',
    '2019-02-29T14:36:33Z',
    '2100-02-29T14:36:33Z',
    '2019-12-15T24:00:00Z',
    '2019-12-15T14:60:00Z',
    '2016-12-31T23:58:60Z',
    '2016-12-31T12:59:60Z',
    '2016-12-31T23:59:60+01:00',
    '2016-12-31T23:59:61Z',
    '2254-12-31T23:59:60Z',
    '2254-12-31T23:59:59-00:01',
    '2019-12-15T14:36:33+24:00',
    '2019-12-15T14:36:33+02:60',
    '0000-01-01T00:00:00Z',
    '0099-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00+00:01',
    '2255-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('%p is refused', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  test('the year 2000 was a leap year', () => {
    expect(at('2000-03-01T00:00:00Z') - at('2000-02-29T00:00:00Z')).toBe(MICROSECONDS.day);
  });

  test('an offset shifts an instant by its amount, and a time without one is UTC', () => {
    const anyOffset = fc.record({
      hours: fc.integer({ min: 0, max: 23 }),
      minutes: fc.integer({ min: 0, max: 59 }),
    });
    fc.assert(
      fc.property(
        anyInstant(at('1970-01-02T00:00:00Z'), at('2254-12-30T23:59:59Z')),
        anyOffset,
        (instant, { hours, minutes }) => {
          const local = formatInstant(instant).slice(0, -1);
          const offset = `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
          const distance = hours * MICROSECONDS.hour + minutes * MICROSECONDS.minute;
          expect(parseInstant(`${local}+${offset}`)).toBe(instant - distance);
          expect(parseInstant(`${local}-${offset}`)).toBe(instant + distance);
          expect(parseInstant(local.replace('T', ' '))).toBe(instant);
        },
      ),
    );
  });

  test('a date is valid exactly when JavaScript’s own calendar has it', () => {
    const two = (number: number) => String(number).padStart(2, '0');
    fc.assert(
      fc.property(
        fc.integer({ min: 1970, max: 2254 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const text = `${year}-${two(month)}-${two(day)}T00:00:00`;
          const date = new Date(`${text}.000Z`);
          const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
          expect(parseInstant(`${text}Z`) !== undefined).toBe(isReal);
        },
      ),
    );
  });

  test('no string throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+:.TZ \d]{0,32}$/)), (text) => {
        const parsed = parseInstant(text);
        if (parsed !== undefined) expect(parseInstant(formatInstant(parsed))).toBe(parsed);
      }),
    );
  });
});

describe('formatInstant', () => {
  test.each([
    ['1970-01-01 00:00:00', '1970-01-01T00:00:00Z'],
    ['2019-12-15 14:36:33.462393', '2019-12-15T14:36:33.462393Z'],
    ['2019-12-15 14:36:33.4', '2019-12-15T14:36:33.400000Z'],
    ['2019-12-15 14:36:33.000001', '2019-12-15T14:36:33.000001Z'],
  ])('%s is printed as %s', (text, printed) => {
    expect(formatInstant(at(text))).toBe(printed);
  });

  test('every instant survives being printed and read back, to the microsecond', () => {
    fc.assert(
      fc.property(anyInstant(), (instant) => {
        expect(parseInstant(formatInstant(instant))).toBe(instant);
      }),
      { examples: [[EPOCH], [LAST_INSTANT], [after(EPOCH, 999_999)]] },
    );
  });

  test('JavaScript reads a printed instant as the same millisecond', () => {
    fc.assert(
      fc.property(anyInstant(), (instant) => {
        const printed = formatInstant(instant);
        expect(Date.parse(printed)).toBe(toMilliseconds(instant));
      }),
    );
  });
});

test('instants round down to milliseconds, and milliseconds convert back', () => {
  fc.assert(
    fc.property(anyInstant(), (instant) => {
      const sinceEpochMs = toMilliseconds(instant);
      const back = fromMilliseconds(sinceEpochMs);
      expect(instant - back).toBeGreaterThanOrEqual(0);
      expect(instant - back).toBeLessThan(MICROSECONDS.millisecond);
    }),
  );
});
