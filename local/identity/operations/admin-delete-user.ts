import { onUser, operation, requirePool } from './operation';

export const adminDeleteUser = operation(onUser, async (pool, request) => {
  requirePool(pool, request.UserPoolId);
  const user = pool.directory.get(request.Username);
  pool.directory.remove(user.username);
  pool.refreshTokens.forget(user.sub);
  await pool.save();
  return {};
});
