import {
  AdminAddUserToGroupCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  paginateListUsers,
  paginateListUsersInGroup,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { newUser } from '../../../functions/contract/identity/requests';
import { PROBLEMS } from '../../../functions/contract/problems';
import { adminGroup } from '../../../functions/contract/route';
import { isRejection } from '../../../functions/domain/rejection';
import { signUp } from '../../../functions/identity/sign-up';
import { UserPool } from '../../../functions/identity/user-pool';
import type { Store } from '../../../functions/storage/table/store';
import { Refusal } from '../../../local/refusal';

/** The user pool and the table of one stack, here or on AWS. */
export interface Place {
  readonly store: Store;
  readonly client: CognitoIdentityProviderClient;
  readonly poolId: string;
  readonly clientId: string;
}

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly state: string;
  readonly isAdmin: boolean;
}

export async function listPeople({ client, poolId: UserPoolId }: Place): Promise<Person[]> {
  const admins = new Set<string | undefined>();
  for await (const { Users = [] } of paginateListUsersInGroup(
    { client },
    { UserPoolId, GroupName: adminGroup },
  ))
    for (const { Username } of Users) admins.add(Username);
  const people: Person[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId }))
    people.push(...Users.map((user) => personOf(user, admins.has(user.Username))));
  return people;
}

function personOf(
  { Username = '', Attributes = [], UserStatus = 'UNKNOWN' }: UserType,
  isAdmin: boolean,
): Person {
  const email = Attributes.find(({ Name }) => Name === 'email')?.Value ?? '';
  return { name: Username, email, state: UserStatus.toLowerCase(), isAdmin };
}

/** Signs a user up like the API does, which also opens the account. */
export async function addPerson(place: Place, given: { username: string; email: string; password: string }) {
  const user = newUser.parse(given);
  const { store, client, poolId, clientId } = place;
  const account = await signUp(store, new UserPool(poolId, clientId, client), user);
  if (isRejection(account)) throw new Refusal(`${user.username}: ${PROBLEMS[account.rejected].detail}`);
}

export async function promote({ client, poolId: UserPoolId }: Place, Username: string): Promise<void> {
  const member = { UserPoolId, Username, GroupName: adminGroup };
  await told(Username, () => client.send(new AdminAddUserToGroupCommand(member)));
}

export async function demote({ client, poolId: UserPoolId }: Place, Username: string): Promise<void> {
  const member = { UserPoolId, Username, GroupName: adminGroup };
  await told(Username, () => client.send(new AdminRemoveUserFromGroupCommand(member)));
}

export async function setPassword({ client, poolId: UserPoolId }: Place, Username: string, Password: string) {
  const change = { UserPoolId, Username, Password, Permanent: true };
  await told(Username, () => client.send(new AdminSetUserPasswordCommand(change)));
  // Whoever signed in with the old password may be the reason for changing it.
  await told(Username, () => client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username })));
}

/** Marks the address as the user's own, so codes for a forgotten password are sent to it. */
export async function verifyEmail({ client, poolId: UserPoolId }: Place, Username: string): Promise<void> {
  const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
  const change = { UserPoolId, Username, UserAttributes };
  await told(Username, () => client.send(new AdminUpdateUserAttributesCommand(change)));
}

/** Replaces the pool's error messages with clearer ones. */
async function told(name: string, work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: Error) => {
    if (error.name === 'UserNotFoundException') throw new Refusal(`There is no user ${name}.`);
    if (error.name === 'InvalidPasswordException')
      throw new Refusal(`${name}: ${PROBLEMS.invalid_password.detail}`);
    throw error;
  });
}
