import * as z from 'zod';
import { requireGroup } from './group-membership';
import { operation, requirePool } from './operation';
import { attributesOf, describeUser } from './user-description';

const input = z.object({ UserPoolId: z.string(), GroupName: z.string() });

/** All in one page: the group is a handful of administrators. */
export const listUsersInGroup = operation(input, async (pool, request) => {
  requirePool(pool, request.UserPoolId);
  requireGroup(pool, request.GroupName);
  const members = pool.directory.all().filter(({ groups }) => groups.includes(request.GroupName));
  return { Users: members.map((user) => ({ ...describeUser(user), Attributes: attributesOf(user) })) };
});
