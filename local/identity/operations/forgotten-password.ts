import { requireSigned } from '../codes-client';
import { nameKey } from '../directory';
import { IdentityError } from '../identity-error';
import { checkCode, newCode, noSuchCode } from '../mailed-code';
import { hashPassword } from '../password-hash';
import { checkPassword } from '../password-policy';
import { byCodesClient, code, operation, password } from './operation';

const SENT = { CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL' } };

/** Sends a code to a confirmed address. For a nonexistent user it claims to have done so. */
export const forgotPassword = operation(byCodesClient, async (pool, request) => {
  requireSigned(pool.codesClient, request);
  pool.codeRequests.count(nameKey(request.Username));
  const user = pool.directory.find(request.Username);
  if (user === undefined) return SENT;
  const { email, email_verified: verified } = user.attributes;
  if (email === undefined || verified !== 'true') {
    pool.mail(email ?? '', `(not sent: the address of ${user.username} is not confirmed)`);
    throw new IdentityError(
      'InvalidParameterException',
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
  const { code: sent, kept } = newCode('password', pool.now());
  user.code = kept;
  await pool.save();
  pool.mail(email, `${sent} sets a new password for ${user.username}.`);
  return SENT;
});

const reset = byCodesClient.extend({ ConfirmationCode: code, Password: password });

export const confirmForgotPassword = operation(reset, async (pool, request) => {
  requireSigned(pool.codesClient, request);
  checkPassword(request.Password, pool.passwordPolicy);
  const user = pool.directory.find(request.Username);
  if (user === undefined) throw noSuchCode();
  const entered = { purpose: 'password', code: request.ConfirmationCode, nowMs: pool.now() } as const;
  try {
    checkCode(user.code, entered);
    // Before the wait for hashing, so that of two concurrent requests only one can use the code.
    user.code = undefined;
  } finally {
    await pool.save();
  }
  user.passwordHash = await hashPassword(request.Password, pool.scryptCost);
  user.status = 'CONFIRMED';
  user.updatedAtMs = pool.now();
  await pool.save();
  return {};
});
