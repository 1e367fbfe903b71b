import { SignUpCommand, TooManyRequestsException } from '@aws-sdk/client-cognito-identity-provider';
import { useStore } from '../../functions/environment';
import { openApi, type TestApi } from '../../testing/api';
import { CODE, expectMishap, pool, poolUsers, resetPool } from '../../testing/fake-pool';
import { crash, interfere } from '../../testing/interference';
import { changingNothing, itemsOf, wholeTable } from '../../testing/whole-table';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
  useStore(api.store);
  resetPool();
  process.env.SIGN_UP = 'confirmed';
});
afterAll(() => {
  process.env.SIGN_UP = 'open';
});

const PASSWORD = 'correct horse 4 Battery';

async function signUp(username: string, email = `${username}@example.com`, password = PASSWORD) {
  const { status, json } = await api.call('create-user', { body: { username, email, password } });
  return status === 202 ? json : [status, json.code];
}

async function confirm(username: string, { code = CODE, password = PASSWORD } = {}) {
  const { status, json } = await api.call('confirm-user', { body: { username, password, code } });
  return status === 201 ? json : [status, json.code];
}

const pending = (username: string, email = `${username}@example.com`) => ({
  username,
  email,
  confirmation: 'pending',
});

test('a sign-up sends a code, and entering it opens the account', async () => {
  expect(await changingNothing(api.store, () => signUp('Sara'))).toEqual(pending('Sara'));
  expect(poolUsers.get('sara')).toMatchObject({ status: 'UNCONFIRMED' });
  expect(await confirm('Sara')).toMatchObject({ username: 'Sara', email: 'Sara@example.com', balance: 0 });
  expect(poolUsers.get('sara')).toMatchObject({ status: 'CONFIRMED', password: PASSWORD });
  expect(await itemsOf(api.store, 'USER#', 'ACCOUNT')).toHaveLength(1);
});

test('the password and the code are nowhere in the table', async () => {
  await signUp('sara');
  await confirm('sara');
  const table = JSON.stringify(await wholeTable(api.store));
  expect(table).not.toContain(PASSWORD);
  expect(table).not.toContain(CODE);
});

test('a repeated confirmation gets the same answer and changes nothing', async () => {
  await signUp('sara');
  const first = await confirm('sara');
  expect(await changingNothing(api.store, () => confirm('sara'))).toEqual(first);
  expect(await changingNothing(api.store, () => confirm('sara', { code: '999999' }))).toEqual(first);
});

test('concurrent confirmations open one account; each gets it or is told to retry', async () => {
  await signUp('sara');
  const outcomes = await Promise.all([1, 2, 3].map(() => confirm('sara')));
  for (const outcome of outcomes)
    expect([503, undefined]).toContain(Array.isArray(outcome) ? outcome[0] : undefined);
  expect(outcomes.filter((outcome) => !Array.isArray(outcome)).length).toBeGreaterThanOrEqual(1);
  expect(await itemsOf(api.store, 'USER#', 'ACCOUNT')).toHaveLength(1);
  expect(await confirm('sara')).toMatchObject({ username: 'sara' });
});

test.each([
  ['another code', { code: '000000' }, [400, 'invalid_code']],
  ['another password', { password: 'Not-the-one-1' }, [401, 'invalid_credentials']],
])('%s opens nothing, and the right one still does', async (_, wrong, refusal) => {
  await signUp('sara');
  expect(await changingNothing(api.store, () => confirm('sara', wrong))).toEqual(refusal);
  expect(await confirm('sara')).toMatchObject({ username: 'sara' });
});

test('confirming without a sign-up gets the same answer as a wrong password', async () => {
  expect(await confirm('nobody')).toEqual([401, 'invalid_credentials']);
});

describe('an address that another user has', () => {
  beforeEach(async () => {
    await signUp('sara');
    await confirm('sara');
  });

  test('is not revealed at sign-up, nor to anyone without the code', async () => {
    expect(await signUp('other', 'Sara@Example.com')).toEqual(pending('other', 'Sara@Example.com'));
    expect(await confirm('other', { code: '000000' })).toEqual([400, 'invalid_code']);
  });

  test('is revealed to the owner once the code proves it, and the username is free again', async () => {
    await signUp('other', 'sara@example.com');
    expect(await confirm('other')).toEqual([409, 'email_taken']);
    expect(poolUsers.has('other')).toBe(false);
    expect(await itemsOf(api.store, 'USER#', 'ACCOUNT')).toHaveLength(1);
    await signUp('other');
    expect(await confirm('other')).toMatchObject({ username: 'other' });
  });
});

test('of two users signing up with one address, the first to confirm it gets it', async () => {
  await signUp('ann', 'same@example.com');
  await signUp('bob', 'same@example.com');
  expect(await confirm('bob')).toMatchObject({ username: 'bob', email: 'same@example.com' });
  expect(await confirm('ann')).toEqual([409, 'email_taken']);
});

test.each(['sara', 'SARA', 'ｓａｒａ'])(
  'a username that has an account is taken, also when written as %s',
  async (name) => {
    await signUp('sara');
    await confirm('sara');
    poolUsers.delete('sara');
    const answer = await changingNothing(api.store, () => signUp(name, 'other@example.com'));
    expect(answer).toEqual([409, 'username_taken']);
  },
);

test('an unconfirmed sign-up gives way to the next one for its username, whose code and password count', async () => {
  await signUp('sara', 'squatter@example.com', 'Squatter-pass-1');
  expect(await signUp('sara')).toEqual(pending('sara'));
  expect(await confirm('sara', { password: 'Squatter-pass-1' })).toEqual([401, 'invalid_credentials']);
  expect(await confirm('sara')).toMatchObject({ email: 'sara@example.com' });
});

test("signing somebody else up with one's own password gains no account from their confirmation", async () => {
  await signUp('sara', 'sara@example.com', 'Attackers-own-1');
  expect(await confirm('sara', { password: PASSWORD })).toEqual([401, 'invalid_credentials']);
  expect(await itemsOf(api.store, 'USER#', 'ACCOUNT')).toHaveLength(0);
});

test.each<['FORCE_CHANGE_PASSWORD' | 'CONFIRMED', string]>([
  ['CONFIRMED', PASSWORD],
  ['FORCE_CHANGE_PASSWORD', PASSWORD],
])(
  'nobody can sign up as, or open an account for, a user whom an administrator created (%s)',
  async (status, password) => {
    const attributes = [
      { Name: 'sub', Value: 'made' },
      { Name: 'email', Value: 'made@example.com' },
    ];
    poolUsers.set('sara', { attributes, status, password });
    expect(await signUp('sara')).toEqual([409, 'username_taken']);
    expect(await confirm('sara')).toEqual([400, 'invalid_code']);
    expect(poolUsers.get('sara')?.attributes).toEqual(attributes);
  },
);

const TransactWrite = 'TransactWriteItems' as const;

describe.each<[string, () => void]>([
  ['before the name is reserved', () => interfere(api.store, { on: TransactWrite, before: crash })],
  ['behind reserving the name', () => interfere(api.store, { on: TransactWrite, after: crash })],
  ['behind making the user', () => expectMishap({ operation: 'sign up', when: 'after' })],
])('a sign-up that dies %s', (_, dies) => {
  test('holds nothing half a minute later', async () => {
    dies();
    expect(await signUp('sara', 'dead@example.com')).toEqual([500, 'internal_error']);
    api.store.clock.advance({ seconds: 30 });
    expect(await signUp('sara')).toEqual(pending('sara'));
    expect(await confirm('sara')).toMatchObject({ email: 'sara@example.com' });
  });
});

test('a sign-up that dies after removing an unconfirmed one holds nothing either', async () => {
  await signUp('sara', 'first@example.com');
  expectMishap({ operation: 'delete', when: 'after' });
  expect(await signUp('sara', 'second@example.com')).toEqual([500, 'internal_error']);
  api.store.clock.advance({ seconds: 30 });
  expect(await signUp('sara')).toEqual(pending('sara'));
  expect(await confirm('sara')).toMatchObject({ email: 'sara@example.com' });
});

describe.each<[string, () => void]>([
  ['before the name is reserved', () => interfere(api.store, { on: TransactWrite, before: crash })],
  ['behind reserving the name', () => interfere(api.store, { on: TransactWrite, after: crash })],
  ['before the code is entered', () => expectMishap({ operation: 'confirm', when: 'before' })],
  ['behind entering the code', () => expectMishap({ operation: 'confirm', when: 'after' })],
  ['before the account is opened', () => interfere(api.store, { on: TransactWrite, skip: 1, before: crash })],
  ['behind opening the account', () => interfere(api.store, { on: TransactWrite, skip: 1, after: crash })],
])('a confirmation that dies %s', (_, dies) => {
  beforeEach(async () => {
    await signUp('sara');
    dies();
    expect(await confirm('sara')).toEqual([500, 'internal_error']);
  });

  test('is completed by the same request half a minute later', async () => {
    api.store.clock.advance({ seconds: 30 });
    expect(await confirm('sara')).toMatchObject({ username: 'sara', email: 'sara@example.com' });
    expect(await itemsOf(api.store, 'USER#', 'ACCOUNT')).toHaveLength(1);
  });

  test('leaves one clear owner if somebody else signs up with the username meanwhile', async () => {
    api.store.clock.advance({ seconds: 30 });
    const other = await signUp('sara', 'other@example.com', 'Another-one-2');
    if (Array.isArray(other)) {
      expect(other).toEqual([409, 'username_taken']);
      expect(await confirm('sara')).toMatchObject({ email: 'sara@example.com' });
    } else {
      expect(await confirm('sara', { password: 'Another-one-2' })).toMatchObject({
        email: 'other@example.com',
      });
    }
  });
});

test('while a sign-up for a username is under way, another one is told to retry', async () => {
  interfere(api.store, { on: TransactWrite, after: crash });
  await signUp('sara');
  expect(await signUp('sara', 'other@example.com')).toEqual([503, 'unavailable']);
});

test.each([
  ['the policy asks for more', 'short'],
  ['the pool asks for more', 'Sh0rt-x'],
])('a password that is refused because %s leaves nothing behind', async (_, password) => {
  expect(await changingNothing(api.store, () => signUp('sara', undefined, password))).toEqual([
    400,
    'invalid_password',
  ]);
  expect(poolUsers.size).toBe(0);
});

test('throttling by the pool is a 429, and the next attempt goes through', async () => {
  pool.on(SignUpCommand).rejectsOnce(new TooManyRequestsException({ message: 'busy', $metadata: {} }));
  expect(await changingNothing(api.store, () => signUp('sara'))).toEqual([429, 'too_many_requests']);
  resetPool();
  expect(await signUp('sara')).toEqual(pending('sara'));
});

test("once sign-up is closed, a code sent earlier doesn't work either", async () => {
  await signUp('sara');
  process.env.SIGN_UP = 'closed';
  expect(await confirm('sara')).toEqual([403, 'sign_up_closed']);
});
