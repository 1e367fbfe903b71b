import { onUser, operation, requirePool } from './operation';
import { attributesOf, describeUser } from './user-description';

export const adminGetUser = operation(onUser, async (pool, request) => {
  requirePool(pool, request.UserPoolId);
  const user = pool.directory.get(request.Username);
  return { ...describeUser(user), UserAttributes: attributesOf(user) };
});
