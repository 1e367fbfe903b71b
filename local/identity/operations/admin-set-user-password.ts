import * as z from 'zod';
import { hashPassword } from '../password-hash';
import { checkPassword } from '../password-policy';
import { onUser, operation, password, requirePool } from './operation';

const input = onUser.extend({ Password: password, Permanent: z.boolean().default(false) });

export const adminSetUserPassword = operation(input, async (pool, request) => {
  requirePool(pool, request.UserPoolId);
  const user = pool.directory.get(request.Username);
  checkPassword(request.Password, pool.passwordPolicy);
  user.passwordHash = await hashPassword(request.Password, pool.scryptCost);
  user.status = request.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
  user.updatedAtMs = pool.now();
  await pool.save();
  return {};
});
