import { isRejection, type Rejection, reject } from '../domain/rejection';
import type { MailedCodes } from './mailed-codes';
import { meetsPolicy } from './password-policy';
import type { UserPool } from './user-pool';

// Whoever sets another password may do so because somebody else knows the old one: every sign-in that was made with
// that ends. Access tokens can't be called back, and are good for as long as `accessTokenMinutes` says.

/** Sets a new password by a code that was sent; undefined when it is set. */
export async function resetPassword(
  pool: UserPool,
  codes: MailedCodes,
  username: string,
  code: string,
  password: string,
): Promise<Rejection | undefined> {
  if (!meetsPolicy(password)) return reject('invalid_password');
  const refused = await codes.reset(username, code, password);
  if (!refused) await pool.signOutEverywhere(username);
  return refused;
}

/** Sets a new password by the old one; undefined when it is set. */
export async function changePassword(
  pool: UserPool,
  username: string,
  { password, newPassword }: { password: string; newPassword: string },
  sourceIp: string,
): Promise<Rejection | undefined> {
  if (!meetsPolicy(newPassword)) return reject('invalid_password');
  // A token alone is not enough: it may have been left behind on somebody else's machine.
  const standing = await pool.standingOf(username, password, sourceIp);
  if (isRejection(standing)) return standing;
  const refused = await pool.setPassword(username, newPassword);
  if (!refused) await pool.signOutEverywhere(username);
  return refused;
}
