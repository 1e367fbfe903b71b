import { assert } from './assert';
import type { Branded } from './brand';

/**
 * An exact count of 1/10,000 of the currency unit. A bigint, because a balance is an unbounded sum, and a ledger must
 * never silently lose a digit.
 */
export type Money = Branded<bigint, 'Money'>;

/** A count of shares. Single orders and ticks are at most {@link MAX_QUANTITY}, so sums are exact as a number. */
export type Quantity = Branded<number, 'Quantity'>;

const UNITS_PER_CURRENCY_UNIT = 10_000n;
const DECIMALS = 4;

/** The largest amount, price or value of an order: 100,000,000,000. At this size a double still resolves 0.0001. */
export const MAX_AMOUNT = 1_000_000_000_000_000n as Money;
export const MAX_QUANTITY = 100_000_000_000 as Quantity;
export const NO_MONEY = 0n as Money;
export const NO_SHARES = 0 as Quantity;

export type AmountProblem = 'not_a_number' | 'too_precise' | 'too_large';

/** @param units a whole number of 1/10,000 of the currency unit */
export function money(units: bigint): Money {
  return units as Money;
}

export function quantity(shares: number): Quantity {
  assert(Number.isSafeInteger(shares), `${shares} is not a whole number of shares`);
  return shares as Quantity;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Reads an amount from a JSON number or a decimal string, exactly: the digits are moved, never divided.
 * Accepts any sign; the caller decides whether zero or less is valid.
 */
export function parseMoney(input: number | string): Money | AmountProblem {
  const match = DECIMAL.exec(typeof input === 'number' ? String(input) : input.trim());
  if (!match) return 'not_a_number';
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+(?=\d)/, '');
  const shift = DECIMALS - fraction.length + Number(exponent);
  if (/^0*$/.test(digits)) return NO_MONEY;
  if (digits.length + shift > 17) return 'too_large';
  const kept = shift >= 0 ? digits + '0'.repeat(shift) : digits.slice(0, shift) || '0';
  if (shift < 0 && /[1-9]/.test(digits.slice(Math.max(0, digits.length + shift)))) return 'too_precise';
  const units = BigInt(kept);
  if (units > MAX_AMOUNT) return 'too_large';
  return (sign === '-' ? -units : units) as Money;
}

/**
 * The JSON number of an amount. Exact to the fourth decimal below 5×10¹¹ currency units, where adjacent doubles are
 * less than 0.0001 apart; beyond that it is the nearest double.
 */
export function toJsonNumber(amount: Money): number {
  const magnitude = amount < 0n ? -amount : amount;
  const whole = magnitude / UNITS_PER_CURRENCY_UNIT;
  const fraction = String(magnitude % UNITS_PER_CURRENCY_UNIT).padStart(DECIMALS, '0');
  return Number(`${amount < 0n ? '-' : ''}${whole}.${fraction}`);
}

/** Digits of an average that are computed exactly: far more than a double can resolve. */
const AVERAGE_DECIMALS = 30;

/**
 * @param finerDecimals how many more decimals than an amount the sum has
 * @returns the mean in currency units: exact sum, exact count, rounded once, by reading its decimal digits
 */
export function averageOf(sum: bigint, count: number, finerDecimals = 0): number {
  assert(count > 0, 'an average needs at least one value');
  const digits = (sum * 10n ** BigInt(AVERAGE_DECIMALS - DECIMALS - finerDecimals)) / BigInt(count);
  return Number(`${digits}e-${AVERAGE_DECIMALS}`);
}

/** @returns the value of `shares` at `price` each */
export function worth(price: Money, shares: Quantity): Money {
  return (price * BigInt(shares)) as Money;
}

export function plus(a: Money, b: Money): Money {
  return (a + b) as Money;
}

export function minus(a: Money, b: Money): Money {
  return (a - b) as Money;
}

export function negated(a: Money): Money {
  return -a as Money;
}
