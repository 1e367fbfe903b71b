import fc from 'fast-check';
import {
  afterSale,
  averagePrice,
  type Basis,
  type Holding,
  totalShares,
} from '../../functions/domain/holding';
import { type Money, NO_MONEY, plus, quantity, worth } from '../../functions/domain/money';
import { anyAmount, anyQuantity, userNamed } from '../../testing/arbitraries';
import { CIB, units } from '../../testing/builders';

const holding: Holding = {
  userId: userNamed('ann'),
  stockId: CIB,
  available: quantity(7),
  frozen: quantity(3),
  cost: units(100),
  costExcess: 0n,
  realized: units(0),
  openSells: 1,
};

test('a holding is what is free plus what open sells hold', () => {
  expect(totalShares(holding)).toBe(10);
});

function basisOf(cost: Money): Basis {
  return { cost, costExcess: 0n };
}

function averageAfter(basis: Basis, held: number): number {
  return averagePrice({ ...holding, ...basis, available: quantity(held), frozen: quantity(0) });
}

test.each<[string, number, number, string]>([
  ['100', 10, 10, '0'],
  ['100', 10, 5, '50'],
  ['100', 10, 1, '90'],
  ['100', 3, 1, '66.6667'],
  ['0.0001', 2, 1, '0.0001'],
  ['0', 10, 3, '0'],
])('a cost of %s for %p shares, with %p sold, leaves %s', (cost, held, sold, expected) => {
  expect(afterSale(basisOf(units(cost)), quantity(held), quantity(sold)).cost).toBe(units(expected));
});

test('a sale leaves the average cost of the remaining shares unchanged', () => {
  const basis = afterSale(basisOf(units('20.0001')), quantity(2), quantity(1));
  expect(averageAfter(basis, 1)).toBe(10.00005);
  expect(basis.cost).toBe(units('10.0001'));
  const more = { ...basis, cost: plus(basis.cost, units('10.0001')) };
  expect(averageAfter(more, 2)).toBe(10.000075);
});

test('however a holding is sold off, its average stays the same and its cost ends at zero', () => {
  const anySales = fc.array(anyQuantity(1, 1_000_000), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(anyAmount(), anySales, (bought, sales) => {
      let held = quantity(sales.reduce((sum, shares) => sum + shares, 0));
      const average = averageAfter(basisOf(bought), held);
      let basis = basisOf(bought);
      for (const shares of sales) {
        const left = afterSale(basis, held, shares);
        expect(left.cost >= 0n && left.cost <= basis.cost).toBe(true);
        [basis, held] = [left, quantity(held - shares)];
        if (held > 0) expect(averageAfter(basis, held)).toBeCloseTo(average, 12 - Math.log10(average + 1));
      }
      expect([basis, held]).toEqual([basisOf(NO_MONEY), 0]);
    }),
  );
});

/** The same in fractions that are never rounded, with denominators as long as they get. */
test('through any purchases and sales, the average matches exact fractions', () => {
  const anyTrade = fc.record({
    isBuy: fc.boolean(),
    shares: fc.integer({ min: 1, max: 50 }),
    price: anyAmount(1n, 10_000_000n),
  });
  fc.assert(
    fc.property(fc.array(anyTrade, { minLength: 1, maxLength: 40 }), (trades) => {
      let [basis, held] = [basisOf(NO_MONEY), 0];
      let [numerator, denominator] = [0n, 1n];
      for (const { isBuy, shares, price } of trades) {
        if (isBuy) {
          basis = { ...basis, cost: plus(basis.cost, worth(price, quantity(shares))) };
          numerator += price * BigInt(shares) * denominator;
          held += shares;
        } else if (shares <= held) {
          basis = afterSale(basis, quantity(held), quantity(shares));
          numerator *= BigInt(held - shares);
          denominator *= BigInt(held);
          held -= shares;
        }
        if (held === 0) [numerator, denominator] = [0n, 1n];
        if (held === 0) continue;
        const scale = 10n ** 30n;
        const exact = Number((numerator * scale) / (denominator * BigInt(held))) / 1e34;
        expect(averageAfter(basis, held)).toBeCloseTo(exact, 9);
      }
    }),
  );
});
