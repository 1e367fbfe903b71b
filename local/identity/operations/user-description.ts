import type { User } from '../directory';

/** Cognito's list of attributes; the subject is one of them, and the first. */
export function attributesOf(user: User): { Name: string; Value: string }[] {
  const attributes = { sub: user.sub, ...user.attributes };
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

/** What every answer about a user shares. The protocol writes instants as seconds with a fraction. */
export function describeUser(user: User) {
  return {
    Username: user.username,
    Enabled: true,
    UserStatus: user.status,
    UserCreateDate: user.createdAtMs / 1000,
    UserLastModifiedDate: user.updatedAtMs / 1000,
  };
}
