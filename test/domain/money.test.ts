import fc from 'fast-check';
import { BrokenInvariant } from '../../functions/domain/assert';
import {
  averageOf,
  MAX_AMOUNT,
  MAX_QUANTITY,
  minus,
  money,
  negated,
  parseMoney,
  plus,
  quantity,
  toJsonNumber,
  worth,
} from '../../functions/domain/money';
import { anyAmount, anyMagnitude, anyQuantity } from '../../testing/arbitraries';
import { units } from '../../testing/builders';

/** An amount in 1/10,000 written out with its decimals, by string surgery alone. */
function written(amount: bigint): string {
  const digits = String(amount).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

describe('parseMoney', () => {
  test.each<[number | string, bigint]>([
    [0, 0n],
    [-0, 0n],
    ['0', 0n],
    ['-0.0000', 0n],
    ['0e999', 0n],
    [1, 10_000n],
    ['1', 10_000n],
    ['+1', 10_000n],
    ['-1', -10_000n],
    [' 1.5 ', 15_000n],
    ['007', 70_000n],
    [0.0001, 1n],
    ['0.0001', 1n],
    ['1.23400', 12_340n],
    ['1.000000000000000000000000000000', 10_000n],
    [1e-4, 1n],
    ['1e3', 10_000_000n],
    ['1E3', 10_000_000n],
    ['15e-1', 15_000n],
    ['10000e-8', 1n],
    [0.1, 1_000n],
    [0.3, 3_000n],
    [1e11, MAX_AMOUNT],
    ['100000000000', MAX_AMOUNT],
    ['100000000000.0000', MAX_AMOUNT],
    ['-100000000000', -MAX_AMOUNT],
    [99_999_999_999.9999, MAX_AMOUNT - 1n],
    ['99999999999.9999', MAX_AMOUNT - 1n],
  ])('%p is %p units', (input, expected) => {
    expect(parseMoney(input)).toBe(expected);
  });

  test.each<[number | string, string]>([
    [Number.NaN, 'not_a_number'],
    [Number.POSITIVE_INFINITY, 'not_a_number'],
    [Number.NEGATIVE_INFINITY, 'not_a_number'],
    [Number('1e400'), 'not_a_number'],
    ['NaN', 'not_a_number'],
    ['Infinity', 'not_a_number'],
    ['', 'not_a_number'],
    [' ', 'not_a_number'],
    ['-', 'not_a_number'],
    ['.5', 'not_a_number'],
    ['5.', 'not_a_number'],
    ['--5', 'not_a_number'],
    ['1 000', 'not_a_number'],
    ['1,5', 'not_a_number'],
    ['1_000', 'not_a_number'],
    ['0x10', 'not_a_number'],
    ['1e', 'not_a_number'],
    ['1e1000', 'not_a_number'],
    ['1e+-3', 'not_a_number'],
    ['٣', 'not_a_number'],
    ['３', 'not_a_number'],
    ['1\n2', 'not_a_number'],
    ['$5', 'not_a_number'],
    ['null', 'not_a_number'],
    [0.1 + 0.2, 'too_precise'],
    [1e-5, 'too_precise'],
    [Number.MIN_VALUE, 'too_precise'],
    ['0.00001', 'too_precise'],
    ['1.00001', 'too_precise'],
    ['1e-5', 'too_precise'],
    ['1e-999', 'too_precise'],
    ['99999999999.99999', 'too_precise'],
    ['100000000000.0001', 'too_large'],
    [100_000_000_000.0001, 'too_large'],
    ['-100000000000.0001', 'too_large'],
    ['100000000001', 'too_large'],
    [1e21, 'too_large'],
    [Number.MAX_VALUE, 'too_large'],
    ['1e400', 'too_large'],
    ['9'.repeat(40), 'too_large'],
  ])('%p is refused as %s', (input, problem) => {
    expect(parseMoney(input)).toBe(problem);
  });

  test('0.1 + 0.2 is exactly 0.3', () => {
    expect(plus(units(0.1), units(0.2))).toBe(units(0.3));
  });

  test('every amount is read exactly from its decimal digits', () => {
    fc.assert(
      fc.property(fc.oneof(anyAmount(), anyMagnitude()), (amount) => {
        expect(parseMoney(written(amount))).toBe(amount);
        expect(parseMoney(`-${written(amount)}`)).toBe(-amount);
        expect(parseMoney(`${amount}e-4`)).toBe(amount);
      }),
    );
  });

  test('every amount is read exactly from its JSON number', () => {
    fc.assert(
      fc.property(fc.oneof(anyAmount(), anyMagnitude()), (amount) => {
        expect(parseMoney(Number(written(amount)))).toBe(amount);
      }),
    );
  });

  test('a fifth decimal is refused unless it is zero', () => {
    fc.assert(
      fc.property(anyAmount(0n, MAX_AMOUNT - 1n), fc.integer({ min: 0, max: 9 }), (amount, digit) => {
        expect(parseMoney(`${written(amount)}${digit}`)).toBe(digit === 0 ? amount : 'too_precise');
      }),
    );
  });

  test('any string is either an amount within the limit or a named problem', () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-+.\deE ]{0,20}$/));
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseMoney(text);
        if (typeof parsed === 'string')
          expect(['not_a_number', 'too_precise', 'too_large']).toContain(parsed);
        else expect(parsed >= -MAX_AMOUNT && parsed <= MAX_AMOUNT).toBe(true);
      }),
    );
  });

  test('any double is read as JavaScript prints it, or refused', () => {
    fc.assert(
      fc.property(fc.double(), (number) => {
        const parsed = parseMoney(number);
        if (typeof parsed !== 'string') expect(toJsonNumber(parsed)).toBe(number === 0 ? 0 : number);
      }),
    );
  });
});

describe('toJsonNumber', () => {
  test.each<[bigint, number]>([
    [0n, 0],
    [1n, 0.0001],
    [-1n, -0.0001],
    [3_000n, 0.3],
    [-15_000n, -1.5],
    [MAX_AMOUNT, 1e11],
    [4_999_999_999_999_999n, 499_999_999_999.9999],
  ])('%p units print as %p', (amount, expected) => {
    expect(toJsonNumber(money(amount))).toBe(expected);
  });

  test('no two balances within the limit print alike', () => {
    fc.assert(
      fc.property(anyAmount(1n, 5_000_000_000_000_000n), (balance) => {
        expect(toJsonNumber(balance)).not.toBe(toJsonNumber(minus(balance, money(1n))));
        expect(toJsonNumber(balance)).toBe(Number(written(balance)));
        expect(toJsonNumber(negated(balance))).toBe(-toJsonNumber(balance));
      }),
    );
  });

  test('an amount survives being printed as JSON and read back', () => {
    fc.assert(
      fc.property(anyMagnitude(), (amount) => {
        const printed = JSON.stringify(toJsonNumber(amount));
        expect(parseMoney(printed)).toBe(amount);
        expect(parseMoney(Number(printed))).toBe(amount);
      }),
    );
  });
});

describe('averageOf', () => {
  test('equal prices average to exactly that price', () => {
    fc.assert(
      fc.property(anyMagnitude(), fc.integer({ min: 1, max: 1_000_000 }), (price, count) => {
        expect(averageOf(worth(price, quantity(count)), count)).toBe(toJsonNumber(price));
      }),
      { examples: [[money(10_131n), 1]] },
    );
  });

  test.each<[bigint, number, number]>([
    [0n, 5, 0],
    [30_000n, 2, 1.5],
    [10_000n, 3, 1 / 3],
    [20_000n, 3, 2 / 3],
    [-10_000n, 3, -1 / 3],
    [1n, 3, 1 / 30_000],
    [MAX_AMOUNT * 1_000_000_000n, 1_000_000_000, 1e11],
  ])('a sum of %p units divided by %p is %p', (sum, count, expected) => {
    expect(averageOf(money(sum), count)).toBe(expected);
  });

  test('an average lies between the least and the greatest of its values', () => {
    fc.assert(
      fc.property(fc.array(anyMagnitude(), { minLength: 1 }), (prices) => {
        const average = averageOf(prices.reduce(plus), prices.length);
        const numbers = prices.map(toJsonNumber);
        expect(average).toBeGreaterThanOrEqual(Math.min(...numbers));
        expect(average).toBeLessThanOrEqual(Math.max(...numbers));
      }),
    );
  });

  test('averaging nothing is a bug in the caller', () => {
    expect(() => averageOf(money(0n), 0)).toThrow(BrokenInvariant);
  });
});

describe('quantity', () => {
  test.each([0, 1, -1, MAX_QUANTITY, Number.MAX_SAFE_INTEGER])('%p is a quantity', (shares) => {
    expect(quantity(shares)).toBe(shares);
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)])(
    '%p is not a quantity',
    (shares) => {
      expect(() => quantity(shares)).toThrow(BrokenInvariant);
    },
  );
});

test('sums, differences and products of the largest values are exact', () => {
  fc.assert(
    fc.property(anyAmount(), anyAmount(), anyQuantity(), (a, b, shares) => {
      expect(plus(a, b)).toBe(BigInt(a) + BigInt(b));
      expect(minus(a, b)).toBe(BigInt(a) - BigInt(b));
      expect(minus(plus(a, b), b)).toBe(a);
      expect(plus(a, negated(a))).toBe(0n);
      expect(worth(a, shares)).toBe(BigInt(a) * BigInt(shares));
    }),
  );
});
