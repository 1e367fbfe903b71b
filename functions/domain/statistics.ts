import { type Money, NO_MONEY, plus } from './money';

/** A summary of prices that aren't kept. */
export interface Statistics {
  readonly highest?: Money | undefined;
  readonly lowest?: Money | undefined;
  readonly sum: Money;
  readonly count: number;
}

export const NO_STATISTICS: Statistics = { sum: NO_MONEY, count: 0 };

export function withPrice(statistics: Statistics, price: Money): Statistics {
  return merged(statistics, { highest: price, lowest: price, sum: price, count: 1 });
}

export function merged(a: Statistics, b: Statistics): Statistics {
  return {
    highest: extreme(a.highest, b.highest, (x, y) => x > y),
    lowest: extreme(a.lowest, b.lowest, (x, y) => x < y),
    sum: plus(a.sum, b.sum),
    count: a.count + b.count,
  };
}

function extreme(a: Money | undefined, b: Money | undefined, wins: (x: Money, y: Money) => boolean) {
  if (a === undefined || b === undefined) return a ?? b;
  return wins(a, b) ? a : b;
}
