import { type Account, balanceOf, MAX_BALANCE } from '../../functions/domain/account';
import { minus, money, toJsonNumber } from '../../functions/domain/money';
import { userNamed } from '../../testing/arbitraries';
import { NOON, units } from '../../testing/builders';

const ann: Account = {
  userId: userNamed('ann'),
  username: 'ann',
  email: 'ann@example.com',
  available: units(70),
  frozen: units('30.0001'),
  openBuys: 2,
  version: 1,
  createdAt: NOON,
};

test('the balance is all cash, including what open buys hold', () => {
  expect(balanceOf(ann)).toBe(units('100.0001'));
});

test('a JSON number is exact to the last digit up to the largest balance, and no further', () => {
  const beyond = money(MAX_BALANCE * 4n);
  expect(toJsonNumber(MAX_BALANCE)).not.toBe(toJsonNumber(minus(MAX_BALANCE, money(1n))));
  expect(toJsonNumber(beyond)).toBe(toJsonNumber(minus(beyond, money(1n))));
});
