import * as z from 'zod';
import { IdentityError } from './identity-error';
import { mailedCodeSchema } from './mailed-code';
import { passwordHashSchema } from './password-hash';

export const userSchema = z.object({
  sub: z.uuid(),
  /** As spelled at sign-up; looked up case-insensitively. */
  username: z.string(),
  attributes: z.record(z.string(), z.string()),
  passwordHash: passwordHashSchema,
  status: z.enum(['FORCE_CHANGE_PASSWORD', 'UNCONFIRMED', 'CONFIRMED']),
  /** The last code sent, until it is redeemed. */
  code: mailedCodeSchema.optional(),
  groups: z.array(z.string()),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
});

export type User = z.infer<typeof userSchema>;

/** The pool's users by name. Names are unique regardless of case; email addresses are not checked here. */
export class Directory {
  private readonly users: Map<string, User>;

  constructor(users: User[]) {
    this.users = new Map(users.map((user) => [nameKey(user.username), user]));
  }

  find(username: string): User | undefined {
    return this.users.get(nameKey(username));
  }

  get(username: string): User {
    const user = this.find(username);
    if (user === undefined) throw new IdentityError('UserNotFoundException', 'User does not exist.');
    return user;
  }

  add(user: User): void {
    if (this.find(user.username) !== undefined) {
      throw new IdentityError('UsernameExistsException', 'User account already exists');
    }
    this.users.set(nameKey(user.username), user);
  }

  remove(username: string): void {
    this.users.delete(nameKey(username));
  }

  all(): User[] {
    return [...this.users.values()];
  }
}

/** The key shared by all spellings of a username. */
export function nameKey(username: string): string {
  return username.toLowerCase();
}
