import type { User } from '../directory';

/** Cognito's attribute list, of which the subject is the first. */
export function attributesOf(user: User): { Name: string; Value: string }[] {
  const attributes = { sub: user.sub, ...user.attributes };
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

/** The fields common to all responses about a user. The protocol writes instants as fractional seconds. */
export function describeUser(user: User) {
  return {
    Username: user.username,
    Enabled: true,
    UserStatus: user.status,
    UserCreateDate: user.createdAtMs / 1000,
    UserLastModifiedDate: user.updatedAtMs / 1000,
  };
}
