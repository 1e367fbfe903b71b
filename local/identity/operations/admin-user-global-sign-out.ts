import { onUser, operation, requirePool } from './operation';

export const adminUserGlobalSignOut = operation(onUser, async (pool, request) => {
  requirePool(pool, request.UserPoolId);
  pool.refreshTokens.revokeAllOf(pool.directory.get(request.Username).sub);
  await pool.save();
  return {};
});
