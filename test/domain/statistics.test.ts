import fc from 'fast-check';
import type { Money } from '../../functions/domain/money';
import { merged, NO_STATISTICS, type Statistics, withPrice } from '../../functions/domain/statistics';
import { anyAmount, anyMagnitude } from '../../testing/arbitraries';
import { statisticsByBruteForce } from '../../testing/brute-force';
import { NOON, units } from '../../testing/builders';

const anyPrices = fc.array(fc.oneof(anyAmount(), anyMagnitude()));

function over(prices: readonly Money[]): Statistics {
  return prices.reduce(withPrice, NO_STATISTICS);
}

test('no prices have no highest and no lowest', () => {
  expect(NO_STATISTICS).toEqual({ sum: 0n, count: 0 });
});

test('a single price is the highest and the lowest, even a price of zero', () => {
  expect(over([units(0)])).toEqual({ highest: 0n, lowest: 0n, sum: 0n, count: 1 });
});

test('running statistics are the same as those of all prices at once', () => {
  fc.assert(
    fc.property(anyPrices, (prices) => {
      const ticks = prices.map((price) => ({ timestamp: NOON, price }));
      expect(over(prices)).toEqual(statisticsByBruteForce(ticks));
    }),
  );
});

test('statistics of parts merge into those of the whole, in any order', () => {
  fc.assert(
    fc.property(anyPrices, anyPrices, (left, right) => {
      const whole = over([...left, ...right]);
      expect(merged(over(left), over(right))).toEqual(whole);
      expect(merged(over(right), over(left))).toEqual(whole);
    }),
  );
});
