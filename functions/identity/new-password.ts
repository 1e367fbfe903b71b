import { isRejection, type Rejection, reject } from '../domain/rejection';
import type { MailedCodes } from './mailed-codes';
import { meetsPolicy } from './password-policy';
import type { UserPool } from './user-pool';

// A new password may be needed because somebody else knows the old one, so all sign-ins end. Access tokens can't be
// revoked, and stay valid for up to `accessTokenMinutes`.

/** Sets a new password, authorized by an emailed code; undefined on success. */
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

/** Sets a new password, authorized by the old one; undefined on success. */
export async function changePassword(
  pool: UserPool,
  username: string,
  { password, newPassword }: { password: string; newPassword: string },
  sourceIp: string,
): Promise<Rejection | undefined> {
  if (!meetsPolicy(newPassword)) return reject('invalid_password');
  // A token alone is not enough: it may have been left on somebody else's machine.
  const standing = await pool.standingOf(username, password, sourceIp);
  if (isRejection(standing)) return standing;
  const refused = await pool.setPassword(username, newPassword);
  if (!refused) await pool.signOutEverywhere(username);
  return refused;
}
