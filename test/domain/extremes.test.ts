import fc from 'fast-check';
import { greatest, least } from '../../functions/domain/extremes';

test('numbers: the same as Math.min and Math.max', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.integer()), (first, rest) => {
      expect(least(first, ...rest)).toBe(Math.min(first, ...rest));
      expect(greatest(first, ...rest)).toBe(Math.max(first, ...rest));
    }),
  );
});

test('bigints: the ends of the sorted list', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.array(fc.bigInt()), (first, rest) => {
      const sorted = [first, ...rest].sort((a, b) => (a < b ? -1 : 1));
      expect([least(first, ...rest), greatest(first, ...rest)]).toEqual([sorted[0], sorted.at(-1)]);
    }),
  );
});
