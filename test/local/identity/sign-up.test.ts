import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  InvalidParameterException,
  InvalidPasswordException,
  ListUsersCommand,
  ResourceNotFoundException,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { IdentityProvider } from '../../../local/identity/identity-provider';
import { onTheWire, openPool, type PoolOnTheWire, poolId } from './pool-on-the-wire';

let identity: IdentityProvider;
let wire: PoolOnTheWire;

beforeEach(async () => {
  identity = await openPool();
  wire = await onTheWire(identity);
});

afterEach(() => wire.close());

const createUser = (Username: string, email = 'mona@example.com') =>
  wire.client.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email', Value: email }],
    }),
  );
const setPassword = (Password: string, Permanent = true) =>
  wire.client.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: 'mona', Password, Permanent }),
  );
const getUser = (Username: string) =>
  wire.client.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));

describe('creating a user', () => {
  test('assigns a subject and requires a new password', async () => {
    const { User } = await createUser('mona');
    expect(User).toMatchObject({ Username: 'mona', Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
    expect(User?.UserCreateDate).toBeInstanceOf(Date);
    expect(User?.Attributes).toEqual([
      { Name: 'sub', Value: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      { Name: 'email', Value: 'mona@example.com' },
    ]);
  });

  test('is refused for a username that exists in another case', async () => {
    await createUser('Mona');
    await expect(createUser('mOnA')).rejects.toThrow(UsernameExistsException);
  });

  test('succeeds for one of two at the same moment', async () => {
    const outcomes = await Promise.allSettled([createUser('mona'), createUser('MONA')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('accepts an e-mail address twice, as Cognito does', async () => {
    await createUser('mona');
    await expect(createUser('nour', 'mona@example.com')).resolves.toBeDefined();
  });

  test.each(['with space', 'tab\t', 'x'.repeat(129)])('is refused for the username %j', async (name) => {
    await expect(createUser(name)).rejects.toThrow(InvalidParameterException);
  });

  test("doesn't let the caller choose a subject", async () => {
    const command = new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'mona',
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'sub', Value: 'e34ce39e-0d8c-4a3c-a2e7-2f4d0d2a3f6f' }],
    });
    await expect(wire.client.send(command)).rejects.toThrow(InvalidParameterException);
  });

  test.each([
    ['email', 200],
    ['custom:origin', 200],
    ['custom:role', 400],
    ['role', 400],
  ])('in a pool that declares "origin", the attribute %s is answered %i', async (Name, status) => {
    const pool = await openPool({ customAttributes: ['origin'] });
    const answer = await pool.handle('AdminCreateUser', {
      UserPoolId: poolId,
      Username: 'mona',
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name, Value: 'x' }],
    });
    expect(answer.status).toBe(status);
  });

  test('or reading one in another pool is refused', async () => {
    const command = new AdminGetUserCommand({ UserPoolId: 'us-east-1_Other', Username: 'mona' });
    await expect(wire.client.send(command)).rejects.toThrow(ResourceNotFoundException);
  });
});

describe('setting a password', () => {
  beforeEach(() => createUser('mona'));

  test('that is permanent confirms the user', async () => {
    await setPassword('Correct-horse-1');
    expect((await getUser('MONA')).UserStatus).toBe('CONFIRMED');
  });

  test('that is temporary does not', async () => {
    await setPassword('Correct-horse-1', false);
    expect((await getUser('mona')).UserStatus).toBe('FORCE_CHANGE_PASSWORD');
  });

  test.each([
    ['Sh0rt-x', 'Password not long enough'],
    ['NO-LOWER-1', 'Password must have lowercase characters'],
    ['no-upper-1', 'Password must have uppercase characters'],
    ['No-number-', 'Password must have numeric characters'],
    ['NoSymbol12', 'Password must have symbol characters'],
    [' NoSymbol12 ', 'Password must have symbol characters'],
  ])('to %j is refused by the policy', async (password, missing) => {
    const refusal = setPassword(password);
    await expect(refusal).rejects.toThrow(InvalidPasswordException);
    await expect(refusal).rejects.toThrow(`Password did not conform with policy: ${missing}`);
  });

  test("applies the template's policy", async () => {
    const lenient = await openPool({ passwordPolicy: { MinimumLength: 12, RequireSymbols: false } });
    const set = (Password: string) =>
      lenient.handle('AdminSetUserPassword', { UserPoolId: poolId, Username: 'mona', Password });
    await lenient.handle('AdminCreateUser', {
      UserPoolId: poolId,
      Username: 'mona',
      MessageAction: 'SUPPRESS',
    });
    expect(await set('Eleven-1234')).toMatchObject({ status: 400 });
    expect(await set('Twelve123456')).toMatchObject({ status: 200 });
  });

  test('never repeats the password in a refusal', async () => {
    const tooLong = `Secret-1${'x'.repeat(300)}`;
    const { body } = await identity.handle('AdminSetUserPassword', {
      UserPoolId: poolId,
      Username: 'mona',
      Password: tooLong,
    });
    expect(JSON.stringify(body)).not.toContain('Secret');
  });
});

describe('groups, lists and deletion', () => {
  beforeEach(async () => {
    for (const name of ['mona', 'nour', 'omar']) await createUser(name, `${name}@example.com`);
  });

  test('a user joins and leaves a group that the template declares', async () => {
    const membership = { UserPoolId: poolId, Username: 'mona', GroupName: 'admin' };
    await wire.client.send(new AdminAddUserToGroupCommand(membership));
    await wire.client.send(new AdminAddUserToGroupCommand(membership));
    await wire.client.send(new AdminRemoveUserFromGroupCommand(membership));
    const other = new AdminAddUserToGroupCommand({ ...membership, GroupName: 'kings' });
    await expect(wire.client.send(other)).rejects.toThrow(ResourceNotFoundException);
  });

  test('users are listed page by page, each once', async () => {
    const names: (string | undefined)[] = [];
    let PaginationToken: string | undefined;
    do {
      const page = await wire.client.send(
        new ListUsersCommand({ UserPoolId: poolId, Limit: 2, PaginationToken }),
      );
      names.push(...(page.Users ?? []).map(({ Username }) => Username));
      PaginationToken = page.PaginationToken;
    } while (PaginationToken !== undefined);
    expect(names).toEqual(['mona', 'nour', 'omar']);
  });

  test.each([
    ['username = "nour"', ['nour']],
    ['email ^= "om"', ['omar']],
    ['email = "nobody@example.com"', []],
  ])('the filter %s finds %j', async (Filter, names) => {
    const { Users } = await wire.client.send(new ListUsersCommand({ UserPoolId: poolId, Filter }));
    expect(Users?.map(({ Username }) => Username)).toEqual(names);
  });

  test('a filter in another syntax is refused', async () => {
    const command = new ListUsersCommand({ UserPoolId: poolId, Filter: 'username like "n%"' });
    await expect(wire.client.send(command)).rejects.toThrow(InvalidParameterException);
  });

  test('a deleted user is gone', async () => {
    await wire.client.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'MONA' }));
    await expect(getUser('mona')).rejects.toThrow(UserNotFoundException);
  });
});

test('an unsupported operation is refused by name', async () => {
  const { status, body } = await identity.handle('SetUserSettings', {});
  expect(status).toBe(400);
  expect(body).toEqual({
    __type: 'UnknownOperationException',
    message: 'SetUserSettings is not supported by the local host.',
  });
});
