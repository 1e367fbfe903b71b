import { meetsPolicy } from '../../functions/identity/password-policy';
import { checkPassword, passwordPolicySchema } from '../../local/identity/password-policy';
import { openApi } from '../../testing/api';
import { changingNothing } from '../../testing/whole-table';

const policy = passwordPolicySchema.parse({});

test.each(['Passw0rd!', 'correct horse 4 Battery', 'Aa1-Aa1-', '1aA]aaaa'])(
  '%j is good enough',
  (password) => {
    expect(meetsPolicy(password)).toBe(true);
    expect(() => checkPassword(password, policy)).not.toThrow();
  },
);

test.each(['', 'Aa1-', 'aaaaaa1-', 'AAAAAA1-', 'Aaaaaaa-', 'Aaaaaaa1', 'Äßßßßß1é', ' Aa1aaaaa', 'Aa1aaaaa '])(
  '%j is not',
  (password) => {
    expect(meetsPolicy(password)).toBe(false);
  },
);

test('a sign-up whose password is not good enough leaves nothing behind', async () => {
  const { store, call } = await openApi();
  const body = { username: 'sara', email: 'sara@example.com', password: 'too-weak' };
  const { status, json } = await changingNothing(store, () => call('create-user', { body }));
  expect([status, json.code]).toEqual([400, 'invalid_password']);
});
