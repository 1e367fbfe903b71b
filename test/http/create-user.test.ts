import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  InvalidParameterException,
  TooManyRequestsException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { useStore } from '../../functions/environment';
import { openApi, type TestApi } from '../../testing/api';
import { expectMishap, pool, poolUsers, resetPool } from '../../testing/fake-pool';
import { crash, interfere } from '../../testing/interference';
import { itemsOf, wholeTable } from '../../testing/whole-table';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
  useStore(api.store);
  resetPool();
});

const PASSWORD = 'correct horse 4 Battery';

async function signUp(username: string, email = `${username}@example.com`, password = PASSWORD) {
  const { status, json } = await api.call('create-user', { body: { username, email, password } });
  return status === 201 ? json : [status, json.code];
}

test("a sign-up opens an empty account under the pool's user id, and sets the password last", async () => {
  expect(await signUp('Sara')).toEqual({
    id: 'sub-of-sara',
    username: 'Sara',
    email: 'Sara@example.com',
    balance: 0,
    frozen: 0,
    open_buys: 0,
    created_at: '2026-01-05T12:00:00Z',
  });
  const commands = pool.calls().map(({ args: [command] }) => command.constructor.name);
  expect(commands).toEqual(['AdminCreateUserCommand', 'AdminSetUserPasswordCommand']);
  expect(poolUsers.get('sara')).toMatchObject({ status: 'CONFIRMED', password: PASSWORD });
});

test('the password is nowhere in the table', async () => {
  await signUp('sara');
  expect(JSON.stringify(await wholeTable(api.store))).not.toContain(PASSWORD);
});

test.each<[string, [string, string], string]>([
  ['a username', ['sara', 'other@example.com'], 'username_taken'],
  ['a username in another case', ['SARA', 'other@example.com'], 'username_taken'],
  ['a username in compatible letters', ['ｓａｒａ', 'other@example.com'], 'username_taken'],
  ['an e-mail address', ['other', 'sara@example.com'], 'email_taken'],
  ['an e-mail address in another case', ['other', 'Sara@Example.com'], 'email_taken'],
  ['both', ['sara', 'sara@example.com'], 'username_taken'],
])('%s that is taken stays with its owner', async (_, [username, email], code) => {
  await signUp('sara');
  api.store.clock.advance({ seconds: 3600 });
  expect(await signUp(username, email)).toEqual([409, code]);
  expect(await itemsOf(api.store, 'USER#', 'ACCOUNT')).toHaveLength(1);
  expect(poolUsers.size).toBe(1);
});

test('of concurrent sign-ups for one name in any case, one succeeds', async () => {
  const names = ['sara', 'Sara', 'SARA', 'sAra'];
  const outcomes = await Promise.all(names.map((name, index) => signUp(name, `s${index}@example.com`)));
  expect(outcomes.filter((outcome) => !Array.isArray(outcome))).toHaveLength(1);
  expect(outcomes.filter(Array.isArray)).toEqual([1, 2, 3].map(() => [409, 'username_taken']));
  expect(await itemsOf(api.store, 'USER#', 'ACCOUNT')).toHaveLength(1);
});

test('of concurrent sign-ups for one address, one succeeds', async () => {
  const outcomes = await Promise.all(['ann', 'bob', 'eve'].map((name) => signUp(name, 'same@example.com')));
  expect(outcomes.filter((outcome) => !Array.isArray(outcome))).toHaveLength(1);
});

/** The process dies by an error that nothing catches; over HTTP that is a 500, or no answer at all. */
const TransactWrite = 'TransactWriteItems' as const;
const CRASHES: Record<string, () => void> = {
  'before the names are reserved': () => interfere(api.store, { on: TransactWrite, before: crash }),
  'behind reserving the names': () => interfere(api.store, { on: TransactWrite, after: crash }),
  'behind making the user': () => expectMishap({ operation: 'create', when: 'after' }),
  'before the account is opened': () => interfere(api.store, { on: TransactWrite, skip: 1, before: crash }),
  'behind opening the account': () => interfere(api.store, { on: TransactWrite, skip: 1, after: crash }),
  'before the password is set': () => expectMishap({ operation: 'set password', when: 'before' }),
};

describe.each(Object.entries(CRASHES))('a sign-up that dies %s', (_, dies) => {
  beforeEach(async () => {
    dies();
    expect(await signUp('sara')).toEqual([500, 'internal_error']);
    expect(poolUsers.get('sara')?.password).toBeUndefined();
  });

  test("is completed by the next attempt half a minute later, with that attempt's password", async () => {
    api.store.clock.advance({ seconds: 30 });
    expect(await signUp('sara', undefined, 'Another password 5')).toMatchObject({
      id: 'sub-of-sara',
      balance: 0,
    });
    expect(poolUsers.get('sara')).toMatchObject({ status: 'CONFIRMED', password: 'Another password 5' });
    expect(await itemsOf(api.store, 'USER#', 'ACCOUNT')).toHaveLength(1);
  });

  test('is completed only once by several concurrent attempts', async () => {
    api.store.clock.advance({ seconds: 30 });
    const outcomes = await Promise.all([1, 2, 3].map(() => signUp('sara')));
    expect(outcomes.filter((outcome) => !Array.isArray(outcome)).length).toBeGreaterThanOrEqual(1);
    expect(await itemsOf(api.store, 'USER#', 'ACCOUNT')).toHaveLength(1);
  });
});

test('while an attempt may still be alive, nobody can take over its names', async () => {
  CRASHES['behind reserving the names']?.();
  await signUp('sara');
  api.store.clock.advance({ seconds: 29 });
  expect(await signUp('sara')).toEqual([409, 'username_taken']);
  expect(await signUp('other', 'sara@example.com')).toEqual([409, 'email_taken']);
});

test('a sign-up whose answer is lost after setting the password is complete: the user can sign in', async () => {
  expectMishap({ operation: 'set password', when: 'after' });
  expect(await signUp('sara')).toEqual([500, 'internal_error']);
  api.store.clock.advance({ seconds: 30 });
  expect(await signUp('sara', undefined, 'Somebody elses 6')).toEqual([409, 'username_taken']);
  expect(poolUsers.get('sara')).toMatchObject({ password: PASSWORD });
});

test('a password that the policy refuses is a 400, and a better one succeeds at once', async () => {
  expect(await signUp('sara', undefined, 'short')).toEqual([400, 'invalid_password']);
  expect(await signUp('sara', undefined, 'shorter')).toEqual([400, 'invalid_password']);
  expect(await signUp('sara')).toMatchObject({ id: 'sub-of-sara' });
});

test('the username and address of a deleted user stay taken', async () => {
  await signUp('sara');
  poolUsers.delete('sara');
  api.store.clock.advance({ seconds: 3_600 });
  expect(await signUp('sara')).toEqual([409, 'username_taken']);
  expect(await signUp('other', 'sara@example.com')).toEqual([409, 'email_taken']);
});

test('a user who is deleted while somebody signs up with the same username leaves it free', async () => {
  const exists = new UsernameExistsException({ $metadata: {}, message: 'exists' });
  pool.on(AdminCreateUserCommand).rejectsOnce(exists);
  expect(await signUp('sara')).toEqual([409, 'username_taken']);
  expect(await wholeTable(api.store)).toEqual({});
});

describe("somebody else's user of the same name", () => {
  test.each<[string, 'FORCE_CHANGE_PASSWORD' | 'CONFIRMED', { Name: string; Value: string }[]]>([
    ['whom an administrator made and who has not signed in yet', 'FORCE_CHANGE_PASSWORD', []],
    [
      'whom an administrator made with an origin of his own',
      'FORCE_CHANGE_PASSWORD',
      [{ Name: 'custom:origin', Value: 'import' }],
    ],
    ['who has a password', 'CONFIRMED', [{ Name: 'custom:origin', Value: 'sign-up' }]],
  ])('%s is never taken over, and the names are released', async (_, status, origin) => {
    poolUsers.set('sara', { status, attributes: [...origin, { Name: 'sub', Value: 'sub-of-the-other' }] });
    expect(await signUp('sara', 'free@example.com')).toEqual([409, 'username_taken']);
    expect(pool.commandCalls(AdminSetUserPasswordCommand)).toEqual([]);
    expect(await wholeTable(api.store)).toEqual({});
    expect(await signUp('zara', 'free@example.com')).toMatchObject({ username: 'zara' });
  });
});

test('throttling by the pool is a 429, and the names are free again', async () => {
  pool
    .on(AdminCreateUserCommand)
    .rejectsOnce(new TooManyRequestsException({ $metadata: {}, message: 'Rate exceeded' }));
  expect(await signUp('sara')).toEqual([429, 'too_many_requests']);
  expect(await wholeTable(api.store)).toEqual({});
});

test('a password that the pool rejects before checking its policy is an invalid password', async () => {
  const refusal = new InvalidParameterException({ $metadata: {}, message: 'failed to satisfy constraint' });
  pool.on(AdminSetUserPasswordCommand).rejectsOnce(refusal);
  expect(await signUp('sara')).toEqual([400, 'invalid_password']);
});

test('where sign-up is closed, nobody can sign up, and the pool is not called', async () => {
  process.env.SIGN_UP = 'closed';
  expect(await signUp('sara')).toEqual([403, 'sign_up_closed']);
  process.env.SIGN_UP = 'open';
  expect(pool.calls()).toEqual([]);
});
