import fc from 'fast-check';
import type { Candle } from '../functions/domain/candle';
import type { EntryId, UserId } from '../functions/domain/ids';
import { after, fromMilliseconds, type Instant, parseInstant } from '../functions/domain/instant';
import {
  MAX_AMOUNT,
  MAX_QUANTITY,
  type Money,
  money,
  type Quantity,
  quantity,
} from '../functions/domain/money';
import type { Stock } from '../functions/domain/stock';
import { newStock } from '../functions/domain/stock';
import type { IncomingTick, Tick } from '../functions/domain/tick';
import { CIB, NOON } from './builders';

export const EPOCH = fromMilliseconds(0);

/** Parses an instant; throws if it isn't valid. */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`${text} is not an instant`);
  return instant;
}

export const LAST_INSTANT = at('2254-12-31T23:59:59.999999Z');

export function userNamed(name: string): UserId {
  return name as UserId;
}

export function entryId(number: number): EntryId {
  return `01KE7${String(number).padStart(21, '0')}` as EntryId;
}

export function anyAmount(min: bigint = 0n, max: bigint = MAX_AMOUNT): fc.Arbitrary<Money> {
  return fc.bigInt({ min, max }).map(money);
}

/** All magnitudes are equally likely, whereas uniform draws are nearly always huge. */
export function anyMagnitude(max: bigint = MAX_AMOUNT): fc.Arbitrary<Money> {
  return fc
    .integer({ min: 1, max: max.toString(2).length })
    .chain((bits) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }))
    .map((units) => money(units > max ? max : units));
}

export function anyQuantity(min = 0, max: number = MAX_QUANTITY): fc.Arbitrary<Quantity> {
  return fc.integer({ min, max }).map(quantity);
}

export function anyInstant(earliest: Instant = EPOCH, latest: Instant = LAST_INSTANT): fc.Arbitrary<Instant> {
  return fc.integer({ min: 0, max: latest - earliest }).map((offset) => after(earliest, offset));
}

/** Ticks whose fields range over everything that the contract allows. */
export const anyTick: fc.Arbitrary<Tick> = fc.record(
  {
    timestamp: anyInstant(),
    price: anyAmount(),
    availability: anyQuantity(),
    traded: anyQuantity(),
    sequence: fc.maxSafeNat(),
    ask: anyAmount(),
    bid: anyAmount(),
    askSize: anyQuantity(),
    bidSize: anyQuantity(),
  },
  { requiredKeys: ['timestamp', 'price', 'availability', 'traded'] },
);

export const anyCandle: fc.Arbitrary<Candle> = fc
  .record({
    prices: fc.array(anyAmount(), { minLength: 4, maxLength: 4 }),
    times: fc.array(anyInstant(), { minLength: 3, maxLength: 3 }),
    sum: fc.bigInt({ min: 0n, max: MAX_AMOUNT * 1_000_000_000n }).map(money),
    count: fc.integer({ min: 1, max: 1_000_000_000 }),
    volume: anyQuantity(0, Number.MAX_SAFE_INTEGER),
  })
  .map(({ prices, times, sum, count, volume }) => {
    const [low = money(0n), open = low, close = low, high = low] = inOrder(prices);
    const [start = EPOCH, firstAt = start, lastAt = start] = inOrder(times);
    return { start, open, high, low, close, sum, count, volume, firstAt, lastAt };
  });

function inOrder<T extends number | bigint>(values: readonly T[]): T[] {
  return values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A few hours of trading in one stock with distinct ticks, dense enough for equal minutes, hours and timestamps. */
export function marketDay(maxLength: number, { equalTimes = false } = {}): fc.Arbitrary<IncomingTick[]> {
  return fc.uniqueArray(
    fc
      .record({
        offset: fc.oneof(
          fc.integer({ min: 0, max: 3 }).map((minutes) => minutes * 60_000_000),
          fc.integer({ min: 0, max: 200_000_000 }),
          fc.integer({ min: 0, max: 30 * 3_600_000_000 }),
        ),
        price: anyMagnitude().filter((price) => price > 0n),
        availability: anyQuantity(0, 3),
      })
      .map(({ offset, price, availability }) => ({
        stockId: CIB,
        name: 'CIB',
        price,
        availability,
        timestamp: after(NOON, offset),
        receivedAt: NOON,
      })),
    {
      maxLength,
      // fast-check's default of about ten elements would never fill a page.
      size: 'max',
      selector: ({ timestamp, price, availability }) =>
        equalTimes ? `${timestamp} ${price} ${availability}` : `${timestamp}`,
    },
  );
}

export function aStock(parts: Partial<Stock> = {}): Stock {
  return { ...newStock(CIB, 'CIB'), ...parts };
}
