import { createHmac } from 'node:crypto';
import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminUserGlobalSignOutCommand,
  CodeMismatchException,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DescribeUserPoolClientCommand,
  ExpiredCodeException,
  ForgotPasswordCommand,
  InvalidParameterException,
  InvalidPasswordException,
  LimitExceededException,
  NotAuthorizedException,
  ResourceNotFoundException,
  SignUpCommand,
  UserNotConfirmedException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { IdentityProvider } from '../../../local/identity/identity-provider';
import { Clock, clientId, onTheWire, openPool, type PoolOnTheWire, poolId } from './pool-on-the-wire';

const codesClientId = 'codes-client';
let identity: IdentityProvider;
let wire: PoolOnTheWire;
let clock: Clock;
let mails: { to: string; text: string }[];
let secret: string;

beforeEach(async () => {
  clock = new Clock();
  mails = [];
  identity = await openPool({
    ...{ codesClientId, selfSignUp: true, now: clock.now },
    mail: (to, text) => mails.push({ to, text }),
  });
  wire = await onTheWire(identity);
  const asked = new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: codesClientId });
  secret = (await wire.client.send(asked)).UserPoolClient?.ClientSecret ?? '';
});
afterEach(() => wire.close());

const PASSWORD = 'Correct-horse-1';
const signedFor = (Username: string) => ({
  ClientId: codesClientId,
  Username,
  SecretHash: createHmac('sha256', secret).update(`${Username}${codesClientId}`).digest('base64'),
});
const signUp = (name = 'mona', Password = PASSWORD) =>
  wire.client.send(
    new SignUpCommand({
      ...signedFor(name),
      Password,
      UserAttributes: [{ Name: 'email', Value: `${name}@example.com` }],
    }),
  );
const confirm = (ConfirmationCode: string, name = 'mona') =>
  wire.client.send(new ConfirmSignUpCommand({ ...signedFor(name), ConfirmationCode }));
const forgot = (name = 'mona') => wire.client.send(new ForgotPasswordCommand(signedFor(name)));
const reset = (ConfirmationCode: string, Password: string, name = 'mona') =>
  wire.client.send(new ConfirmForgotPasswordCommand({ ...signedFor(name), ConfirmationCode, Password }));
const signIn = (PASSWORD_: string) =>
  wire.client.send(
    new AdminInitiateAuthCommand({
      ...{ UserPoolId: poolId, ClientId: clientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' },
      AuthParameters: { USERNAME: 'mona', PASSWORD: PASSWORD_ },
    }),
  );
const refresh = (REFRESH_TOKEN = '') =>
  wire.client.send(
    new AdminInitiateAuthCommand({
      ...{ UserPoolId: poolId, ClientId: clientId, AuthFlow: 'REFRESH_TOKEN_AUTH' },
      AuthParameters: { REFRESH_TOKEN },
    }),
  );

/** The code of the latest mail. */
const sent = () => /^\d{6}/.exec(mails.at(-1)?.text ?? '')?.[0] ?? '';
const wrong = () => (sent() === '000000' ? '111111' : '000000');

const verified = async () => {
  const { UserAttributes = [] } = await wire.client.send(
    new AdminGetUserCommand({ UserPoolId: poolId, Username: 'mona' }),
  );
  return UserAttributes.find(({ Name }) => Name === 'email_verified')?.Value;
};

describe('signing up', () => {
  test('sends a code, lets nobody in before it is entered, and then marks the address as verified', async () => {
    await signUp();
    expect(mails).toEqual([{ to: 'mona@example.com', text: `${sent()} confirms the sign-up of mona.` }]);
    await expect(signIn(PASSWORD)).rejects.toThrow(UserNotConfirmedException);
    expect(await verified()).toBe('false');
    await confirm(sent());
    expect(await verified()).toBe('true');
    expect((await signIn(PASSWORD)).AuthenticationResult?.AccessToken).toBeDefined();
  });

  test('answers a wrong password as such, without revealing that there is a sign-up', async () => {
    await signUp();
    await expect(signIn('Wrong-horse-1')).rejects.toThrow(NotAuthorizedException);
  });

  test('is refused for an existing username, a password against the policy, and where sign-up is closed', async () => {
    await signUp();
    await expect(signUp('MONA')).rejects.toThrow(UsernameExistsException);
    await expect(signUp('nour', 'short')).rejects.toThrow(InvalidPasswordException);
    const closed = await openPool({ codesClientId });
    const { body } = await closed.handle('SignUp', { ...signedFor('nour'), Password: PASSWORD });
    expect(body).toMatchObject({ __type: 'NotAuthorizedException' });
  });

  test('accepts its code once, for a day', async () => {
    await signUp();
    const code = sent();
    clock.advanceSeconds(24 * 60 * 60);
    await expect(confirm(code)).rejects.toThrow(ExpiredCodeException);
    await signUp('nour');
    clock.advanceSeconds(24 * 60 * 60 - 1);
    await confirm(sent(), 'nour');
    await expect(confirm(sent(), 'nour')).rejects.toThrow(NotAuthorizedException);
  });

  test("doesn't reveal who has not signed up", async () => {
    await expect(confirm('123456', 'nobody')).rejects.toThrow(ExpiredCodeException);
  });
});

test.each([['signing up'], ['a password']])(
  'after five guesses even the right code for %s is invalid',
  async (what) => {
    await signUp();
    let enter = confirm;
    if (what === 'a password') {
      await confirm(sent());
      await forgot();
      enter = (code) => reset(code, 'Another-horse-2');
    }
    for (let guess = 0; guess < 5; guess++)
      await expect(enter(wrong())).rejects.toThrow(CodeMismatchException);
    await expect(enter(sent())).rejects.toThrow(LimitExceededException);
  },
);

describe('a forgotten password', () => {
  beforeEach(async () => {
    await signUp();
    await confirm(sent());
    mails.length = 0;
  });

  test('is replaced using the code that was sent, once', async () => {
    await forgot();
    expect(mails).toEqual([{ to: 'mona@example.com', text: `${sent()} sets a new password for mona.` }]);
    await reset(sent(), 'Another-horse-2');
    await expect(signIn(PASSWORD)).rejects.toThrow(NotAuthorizedException);
    expect((await signIn('Another-horse-2')).AuthenticationResult).toBeDefined();
    await expect(reset(sent(), 'Third-horse-3')).rejects.toThrow(ExpiredCodeException);
  });

  test('accepts only the latest code, for an hour', async () => {
    await forgot();
    const first = sent();
    await forgot();
    if (first !== sent())
      await expect(reset(first, 'Another-horse-2')).rejects.toThrow(CodeMismatchException);
    clock.advanceSeconds(60 * 60);
    await expect(reset(sent(), 'Another-horse-2')).rejects.toThrow(ExpiredCodeException);
  });

  test("can't be replaced using a code for something else", async () => {
    await signUp('nour');
    await expect(reset(sent(), 'Another-horse-2', 'nour')).rejects.toThrow(ExpiredCodeException);
  });

  test('keeps its code when the new password violates the policy', async () => {
    await forgot();
    await expect(reset(sent(), 'short')).rejects.toThrow(InvalidPasswordException);
    await reset(sent(), 'Another-horse-2');
  });

  test('is replaced by only one of two concurrent uses of a code', async () => {
    await forgot();
    const both = [reset(sent(), 'Another-horse-2'), reset(sent(), 'Third-horse-3')];
    const outcomes = (await Promise.allSettled(both)).map(({ status }) => status);
    expect(outcomes.sort()).toEqual(['fulfilled', 'rejected']);
  });

  test.each(['mona', 'nobody'])('of %s gets at most five codes an hour', async (name) => {
    for (let time = 0; time < 5; time++) await forgot(name);
    await expect(forgot(name)).rejects.toThrow(LimitExceededException);
    clock.advanceSeconds(60 * 60);
    await forgot(name);
  });

  test('of an unknown user is answered as if a code were sent', async () => {
    expect(await forgot('nobody')).toMatchObject(
      await forgot('mona').then(({ CodeDeliveryDetails }) => ({ CodeDeliveryDetails })),
    );
    expect(mails).toHaveLength(1);
    await expect(reset('123456', 'Another-horse-2', 'nobody')).rejects.toThrow(ExpiredCodeException);
  });
});

test('no reset code is sent to an unconfirmed address', async () => {
  await signUp();
  await expect(forgot()).rejects.toThrow(InvalidParameterException);
  expect(mails.at(-1)?.text).toMatch(/not sent/);
});

test.each(['SignUp', 'ConfirmSignUp', 'ForgotPassword', 'ConfirmForgotPassword'])(
  "%s requires the client's secret",
  async (operation) => {
    const input = { Password: PASSWORD, ConfirmationCode: '123456' };
    const unsigned = await identity.handle(operation, { ...signedFor('mona'), SecretHash: 'AAAA', ...input });
    expect(unsigned.body).toMatchObject({ __type: 'NotAuthorizedException' });
    const byAnother = await identity.handle(operation, {
      ...signedFor('mona'),
      ClientId: clientId,
      ...input,
    });
    expect(byAnother.body).toMatchObject({ __type: 'ResourceNotFoundException' });
  },
);

test('the sign-in client has no secret to reveal', async () => {
  const asked = new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId });
  await expect(wire.client.send(asked)).rejects.toThrow(ResourceNotFoundException);
});

test("signing a user out everywhere ends all of their sign-ins, and nobody else's", async () => {
  await signUp();
  await confirm(sent());
  const tokens = [await signIn(PASSWORD), await signIn(PASSWORD)];
  const [first, second] = tokens.map(({ AuthenticationResult }) => AuthenticationResult?.RefreshToken);
  await refresh(first);
  await wire.client.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: 'mona' }));
  await expect(refresh(first)).rejects.toThrow(NotAuthorizedException);
  await expect(refresh(second)).rejects.toThrow(NotAuthorizedException);
  const { AuthenticationResult } = await signIn(PASSWORD);
  await expect(refresh(AuthenticationResult?.RefreshToken)).resolves.toBeDefined();
});
