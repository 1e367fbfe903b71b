import { assert, BrokenInvariant } from '../../functions/domain/assert';

test('a condition that holds passes', () => {
  expect(() => assert(true, 'nothing to see')).not.toThrow();
});

test('a condition that fails throws an error of its own type, with the reason', () => {
  const broken = () => assert(false, 'there is a tick to apply');
  expect(broken).toThrow(BrokenInvariant);
  expect(broken).toThrow('there is a tick to apply');
  expect(new BrokenInvariant('x').name).toBe('BrokenInvariant');
});
