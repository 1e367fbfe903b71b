import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
  InvalidPasswordException,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';

interface PoolUser {
  readonly attributes: AttributeType[];
  readonly status: 'FORCE_CHANGE_PASSWORD' | 'CONFIRMED';
  readonly password?: string;
}

export const pool = mockClient(CognitoIdentityProviderClient);

/** The users of the pool by name in lower case, as Cognito tells names apart. */
export const poolUsers = new Map<string, PoolUser>();

/** What goes wrong once, before the pool has done what it was asked, or with its answer. */
export interface Mishap {
  readonly operation: 'create' | 'set password';
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

/** As much of Cognito as a sign-up asks of it. */
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
