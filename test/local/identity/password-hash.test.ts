import { defaultScryptCost, hashPassword, matchesPassword } from '../../../local/identity/password-hash';

test('the default cost is one that OWASP recommends: N 16384, r 8, p 5', () => {
  expect(defaultScryptCost).toEqual({ cost: 16_384, blockSize: 8, parallelization: 5 });
});

test('a password matches its own hash and no other', async () => {
  const hash = await hashPassword('Correct-horse-1', defaultScryptCost);
  await expect(matchesPassword('Correct-horse-1', hash)).resolves.toBe(true);
  await expect(matchesPassword('correct-horse-1', hash)).resolves.toBe(false);
});

test('the same password is hashed differently each time', async () => {
  const cost = { cost: 2, blockSize: 1, parallelization: 1 };
  const [first, second] = await Promise.all([hashPassword('x', cost), hashPassword('x', cost)]);
  expect(first.key).not.toBe(second.key);
});

test('a hash is still checked at its own cost after the default is raised', async () => {
  const hash = await hashPassword('x', { cost: 4, blockSize: 1, parallelization: 1 });
  await expect(matchesPassword('x', hash)).resolves.toBe(true);
});
