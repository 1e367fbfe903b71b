import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  type AttributeType,
  CodeMismatchException,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DescribeUserPoolClientCommand,
  ExpiredCodeException,
  ForgotPasswordCommand,
  InvalidPasswordException,
  NotAuthorizedException,
  SignUpCommand,
  UserNotConfirmedException,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';

interface PoolUser {
  readonly attributes: AttributeType[];
  readonly status: 'FORCE_CHANGE_PASSWORD' | 'UNCONFIRMED' | 'CONFIRMED';
  readonly password?: string;
}

/** The code sent to everyone and for everything. */
export const CODE = '123456';

export const pool = mockClient(CognitoIdentityProviderClient);

/** The pool's users by lower-case name, as Cognito's names are case-insensitive. */
export const poolUsers = new Map<string, PoolUser>();

/** A one-time failure, either before the pool does what was requested or while its response is on its way. */
export interface Mishap {
  readonly operation: 'create' | 'set password' | 'sign up' | 'confirm' | 'delete' | 'reset' | 'sign out';
  readonly when: 'before' | 'after';
}

let mishaps: Mishap[] = [];

export function expectMishap(mishap: Mishap): void {
  mishaps.push(mishap);
}

function doing<T>(operation: Mishap['operation'], work: () => T): T {
  const mishap = mishaps.find((each) => each.operation === operation);
  mishaps = mishaps.filter((each) => each !== mishap);
  if (mishap?.when === 'before') throw new Error('the process died');
  const answer = work();
  if (mishap) throw new Error('the process died');
  return answer;
}

/** The part of Cognito that sign-up and password resets use. */
export function resetPool(): void {
  pool.reset();
  poolUsers.clear();
  mishaps = [];
  pool
    .on(AdminCreateUserCommand)
    .callsFake(({ Username, UserAttributes }) => doing('create', () => createUser(Username, UserAttributes)));
  pool.on(AdminGetUserCommand).callsFake(({ Username }) => {
    const user = userNamed(Username);
    return { Username, UserAttributes: user.attributes, UserStatus: user.status };
  });
  pool
    .on(AdminSetUserPasswordCommand)
    .callsFake(({ Username, Password }) => doing('set password', () => setPassword(Username, Password)));
  fakeCodes();
}

function fakeCodes(): void {
  pool.on(DescribeUserPoolClientCommand).resolves({ UserPoolClient: { ClientSecret: 'secret' } });
  pool
    .on(SignUpCommand)
    .callsFake(({ Username, UserAttributes, Password }) =>
      doing('sign up', () => signUp(Username, UserAttributes, Password)),
    );
  pool
    .on(ConfirmSignUpCommand)
    .callsFake(({ Username, ConfirmationCode }) =>
      doing('confirm', () => confirm(Username, ConfirmationCode)),
    );
  pool.on(AdminDeleteUserCommand).callsFake(({ Username }) =>
    doing('delete', () => {
      userNamed(Username);
      poolUsers.delete(Username.toLowerCase());
      return {};
    }),
  );
  pool.on(AdminInitiateAuthCommand).callsFake(({ AuthParameters: { USERNAME, PASSWORD } }) => {
    const user = poolUsers.get(USERNAME.toLowerCase());
    if (!user || user.password !== PASSWORD)
      throw new NotAuthorizedException({ message: 'no', $metadata: {} });
    if (user.status === 'UNCONFIRMED')
      throw new UserNotConfirmedException({ message: 'not yet', $metadata: {} });
    return { AuthenticationResult: { AccessToken: 'a.b.c', ExpiresIn: 60 } };
  });
  pool.on(ForgotPasswordCommand).resolves({});
  pool.on(ConfirmForgotPasswordCommand).callsFake(({ Username, ConfirmationCode, Password }) =>
    doing('reset', () => {
      if (!poolUsers.has(Username.toLowerCase()))
        throw new ExpiredCodeException({ message: 'none', $metadata: {} });
      if (ConfirmationCode !== CODE) throw new CodeMismatchException({ message: 'no', $metadata: {} });
      return setPassword(Username, Password);
    }),
  );
  pool.on(AdminUserGlobalSignOutCommand).callsFake(() => doing('sign out', () => ({})));
}

let signUps = 0;

function signUp(username: string, attributes: AttributeType[], password: string) {
  if (poolUsers.has(username.toLowerCase()))
    throw new UsernameExistsException({ message: 'exists', $metadata: {} });
  const sub = `sign-up-${++signUps}-of-${username.toLowerCase()}`;
  const withSubject = [...attributes, { Name: 'sub', Value: sub }];
  poolUsers.set(username.toLowerCase(), { attributes: withSubject, status: 'UNCONFIRMED', password });
  return {};
}

function confirm(username: string, code: string) {
  const user = userNamed(username);
  if (code !== CODE) throw new CodeMismatchException({ message: 'no', $metadata: {} });
  if (user.status !== 'UNCONFIRMED') throw new NotAuthorizedException({ message: 'is', $metadata: {} });
  poolUsers.set(username.toLowerCase(), { ...user, status: 'CONFIRMED' });
  return {};
}

function createUser(username: string, attributes: AttributeType[]) {
  if (poolUsers.has(username.toLowerCase()))
    throw new UsernameExistsException({ message: 'exists', $metadata: {} });
  const withSubject = [...attributes, { Name: 'sub', Value: `sub-of-${username.toLowerCase()}` }];
  poolUsers.set(username.toLowerCase(), { attributes: withSubject, status: 'FORCE_CHANGE_PASSWORD' });
  return { User: { Username: username, Attributes: withSubject } };
}

function setPassword(username: string, password: string) {
  const user = userNamed(username);
  if (password.length < 8) throw new InvalidPasswordException({ message: 'too short', $metadata: {} });
  poolUsers.set(username.toLowerCase(), { ...user, status: 'CONFIRMED', password });
  return {};
}

function userNamed(username: string): PoolUser {
  const user = poolUsers.get(username.toLowerCase());
  if (!user) throw new UserNotFoundException({ message: 'no such user', $metadata: {} });
  return user;
}
