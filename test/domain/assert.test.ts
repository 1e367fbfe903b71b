import { assert, BrokenInvariant } from '../../functions/domain/assert';

test('what holds passes', () => {
  expect(() => assert(true, 'nothing to see')).not.toThrow();
});

test('what does not hold throws its reason under a name of its own', () => {
  const broken = () => assert(false, 'there is a tick to apply');
  expect(broken).toThrow(BrokenInvariant);
  expect(broken).toThrow('there is a tick to apply');
  expect(new BrokenInvariant('x').name).toBe('BrokenInvariant');
});
