import * as z from 'zod';
import { IdentityError } from '../identity-error';
import type { Pool } from '../pool';
import { onUser, operation, requirePool } from './operation';

const input = onUser.extend({ GroupName: z.string() });

export const adminAddUserToGroup = operation(input, async (pool, request) => {
  requirePool(pool, request.UserPoolId);
  await addToGroup(pool, request.Username, request.GroupName);
  return {};
});

export const adminRemoveUserFromGroup = operation(input, async (pool, request) => {
  requirePool(pool, request.UserPoolId);
  requireGroup(pool, request.GroupName);
  const user = pool.directory.get(request.Username);
  user.groups = user.groups.filter((group) => group !== request.GroupName);
  await pool.save();
  return {};
});

/** A token states the groups at the time it was issued: a change takes effect with the next token. */
export async function addToGroup(pool: Pool, name: string, group: string): Promise<void> {
  requireGroup(pool, group);
  const user = pool.directory.get(name);
  if (user.groups.includes(group)) return;
  user.groups = [...user.groups, group];
  await pool.save();
}

export function requireGroup(pool: Pool, group: string): void {
  if (!pool.groups.includes(group)) {
    throw new IdentityError('ResourceNotFoundException', 'Group not found.');
  }
}
