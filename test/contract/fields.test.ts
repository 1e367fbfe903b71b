import fc from 'fast-check';
import type * as z from 'zod';
import * as fields from '../../functions/contract/fields';
import { formatInstant } from '../../functions/domain/instant';
import { MAX_QUANTITY, toJsonNumber } from '../../functions/domain/money';
import { anyInstant, anyMagnitude, at } from '../../testing/arbitraries';
import { CIB } from '../../testing/builders';

function messages(schema: z.ZodType, input: unknown): string[] {
  return schema.safeParse(input).error?.issues.map(({ message }) => message) ?? [];
}

const NOT_A_NUMBER = 'must be a number or a decimal string';
const TOO_PRECISE = 'must have at most 4 decimals';
const TOO_LARGE = 'must be at most 100000000000';

describe('amounts', () => {
  const unreadable: [unknown, string][] = [
    [undefined, NOT_A_NUMBER],
    [null, NOT_A_NUMBER],
    [true, NOT_A_NUMBER],
    [[], NOT_A_NUMBER],
    [[1], NOT_A_NUMBER],
    [{}, NOT_A_NUMBER],
    [Number.NaN, NOT_A_NUMBER],
    [Number.POSITIVE_INFINITY, NOT_A_NUMBER],
    ['', NOT_A_NUMBER],
    ['NaN', NOT_A_NUMBER],
    ['Infinity', NOT_A_NUMBER],
    ['ten', NOT_A_NUMBER],
    ['٣', NOT_A_NUMBER],
    ['0x1', NOT_A_NUMBER],
    ['1,000', NOT_A_NUMBER],
    [0.1 + 0.2, TOO_PRECISE],
    ['0.00001', TOO_PRECISE],
    [1e11 + 1, TOO_LARGE],
    ['100000000000.0001', TOO_LARGE],
    ['1e400', TOO_LARGE],
    [Number.MAX_VALUE, TOO_LARGE],
  ];
  test.each(unreadable)('%p is refused: %s', (input, message) => {
    expect(messages(fields.amount, input)).toEqual([message]);
    expect(messages(fields.positiveAmount, input)).toEqual([message]);
  });

  test.each([-1, '-0.0001', -1e11])('%p is refused for its sign', (input) => {
    expect(messages(fields.amount, input)).toEqual(['must not be negative']);
    expect(messages(fields.positiveAmount, input)).toEqual(['must be greater than 0']);
  });

  test.each([0, -0, '0', '0.0000', '-0'])('%p is an amount, but not a positive one', (input) => {
    expect(fields.amount.parse(input)).toBe(0n);
    expect(messages(fields.positiveAmount, input)).toEqual(['must be greater than 0']);
  });

  test.each<[number | string, bigint]>([
    [0.0001, 1n],
    ['0.0001', 1n],
    [0.3, 3_000n],
    [10, 100_000n],
    ['10.00', 100_000n],
    ['1e3', 10_000_000n],
    [1e11, 1_000_000_000_000_000n],
  ])('%p is read as %p units', (input, expected) => {
    expect(fields.positiveAmount.parse(input)).toBe(expected);
  });

  test('a string of a thousand digits is refused before it is parsed', () => {
    expect(messages(fields.amount, '0'.repeat(1000))).toHaveLength(1);
  });

  test('written as a JSON number are read back unchanged', () => {
    fc.assert(
      fc.property(anyMagnitude(), (amount) => {
        expect(fields.amount.parse(JSON.parse(JSON.stringify(toJsonNumber(amount))))).toBe(amount);
      }),
    );
  });
});

describe('quantities', () => {
  test.each<[unknown, string]>([
    [undefined, 'must be a whole number'],
    [null, 'must be a whole number'],
    ['5', 'must be a whole number'],
    [1.5, 'must be a whole number'],
    [Number.NaN, 'must be a whole number'],
    [Number.POSITIVE_INFINITY, 'must be a whole number'],
    [5n, 'must be a whole number'],
    [MAX_QUANTITY + 1, 'must be at most 100000000000'],
  ])('%p is refused: %s', (input, message) => {
    expect(messages(fields.positiveQuantity, input)).toEqual([message]);
    expect(messages(fields.quantityOrNone, input)).toEqual([message]);
  });

  test.each([
    [-1, 'must be at least 1', 'must not be negative'],
    [-1e11, 'must be at least 1', 'must not be negative'],
  ])('%p is refused', (input, positive, orNone) => {
    expect(messages(fields.positiveQuantity, input)).toEqual([positive]);
    expect(messages(fields.quantityOrNone, input)).toEqual([orNone]);
  });

  test("beyond a double's precision are refused too", () => {
    expect(messages(fields.positiveQuantity, 1e20)).not.toEqual([]);
    expect(messages(fields.quantityOrNone, -1e20)).not.toEqual([]);
  });

  test('of zero are valid for a tick, but not for an order', () => {
    expect(fields.quantityOrNone.parse(0)).toBe(0);
    expect(messages(fields.positiveQuantity, 0)).toEqual(['must be at least 1']);
  });

  test.each([1, 3e9, MAX_QUANTITY])('%p is a quantity', (input) => {
    expect(fields.positiveQuantity.parse(input)).toBe(input);
    expect(fields.quantityOrNone.parse(input)).toBe(input);
  });
});

describe('timestamps', () => {
  const OF_THIS_FORM = 'must be a timestamp from 1970 to 2254: RFC 3339, or YYYY-MM-DD HH:MM:SS in UTC';

  test.each<[unknown, string]>([
    [undefined, 'must be a timestamp'],
    [null, 'must be a timestamp'],
    [1_576_420_593, 'must be a timestamp'],
    [new Date(0), 'must be a timestamp'],
    ['', OF_THIS_FORM],
    ['yesterday', OF_THIS_FORM],
    ['2019-12-15', OF_THIS_FORM],
    ['2019-02-29T00:00:00Z', OF_THIS_FORM],
    ['9999-12-31T00:00:00Z', OF_THIS_FORM],
  ])('%p is refused: %s', (input, message) => {
    expect(messages(fields.instant, input)).toEqual([message]);
  });

  test('written out are read back to the microsecond', () => {
    fc.assert(
      fc.property(anyInstant(), (instant) => {
        expect(fields.instant.parse(formatInstant(instant))).toBe(instant);
      }),
    );
  });

  test("in the feed's own format are read as UTC", () => {
    expect(fields.instant.parse('2019-12-15 14:36:33.462393')).toBe(at('2019-12-15T14:36:33.462393Z'));
  });
});

describe('the id of a stock', () => {
  test('is read as a lower-case UUID, in whatever case it is written', () => {
    expect(fields.stockId.parse(CIB.toUpperCase())).toBe(CIB);
  });

  test.each([
    undefined,
    null,
    5,
    '',
    'CIB',
    `${CIB}0`,
    `{${CIB}}`,
    ` ${CIB}`,
    CIB.replaceAll('-', ''),
    `${CIB}#`,
  ])("can't be %p", (input) => {
    expect(messages(fields.stockId, input)).toEqual(['must be a UUID']);
  });
});

describe('the id of an order', () => {
  const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

  test.each([ULID, ULID.toLowerCase()])('%s is read in upper case', (input) => {
    expect(fields.orderId.parse(input)).toBe(ULID);
  });

  test.each([
    '',
    '5',
    ULID.slice(1),
    `${ULID}0`,
    ` ${ULID}`,
    `${ULID}\n`,
    `8${ULID.slice(1)}`,
    ULID.replace('A', 'I'),
    ULID.replace('A', 'L'),
    ULID.replace('A', 'O'),
    ULID.replace('A', 'U'),
    ULID.replace('A', '#'),
  ])("can't be %p", (input) => {
    expect(messages(fields.orderId, input)).toEqual(['must be an order id']);
  });
});
