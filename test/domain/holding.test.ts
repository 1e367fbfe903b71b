import fc from 'fast-check';
import { costOfSold, type Holding, totalShares } from '../../functions/domain/holding';
import { minus, money, plus, quantity } from '../../functions/domain/money';
import { anyAmount, anyQuantity, userNamed } from '../../testing/arbitraries';
import { CIB, units } from '../../testing/builders';

const holding: Holding = {
  userId: userNamed('ann'),
  stockId: CIB,
  available: quantity(7),
  frozen: quantity(3),
  cost: units(100),
  openSells: 1,
};

test('a holding is what is free and what open sells hold', () => {
  expect(totalShares(holding)).toBe(10);
});

test.each<[string, number, number, string]>([
  ['100', 10, 10, '100'],
  ['100', 10, 5, '50'],
  ['100', 10, 1, '10'],
  ['100', 3, 1, '33.3333'],
  ['0.0001', 2, 1, '0'],
  ['0', 10, 3, '0'],
])('of a cost of %s for %p shares, %p sold take %s along', (cost, held, sold, expected) => {
  expect(costOfSold(units(cost), quantity(held), quantity(sold))).toBe(units(expected));
});

test('however a holding is sold off, its cost never runs below zero and ends at zero', () => {
  const anySales = fc.array(anyQuantity(1, 1_000_000), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(anyAmount(), anySales, (bought, sales) => {
      let held = quantity(sales.reduce((sum, shares) => sum + shares, 0));
      let [cost, gone] = [bought, money(0n)];
      for (const shares of sales) {
        const leaving = costOfSold(cost, held, shares);
        expect(leaving >= 0n && leaving <= cost).toBe(true);
        [cost, gone, held] = [minus(cost, leaving), plus(gone, leaving), quantity(held - shares)];
      }
      expect([cost, gone, held]).toEqual([0n, bought, 0]);
    }),
  );
});
