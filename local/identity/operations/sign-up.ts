import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { checkAttribute } from '../attribute-schema';
import { requireSigned } from '../codes-client';
import type { User } from '../directory';
import { IdentityError } from '../identity-error';
import { checkCode, newCode, noSuchCode } from '../mailed-code';
import { hashPassword } from '../password-hash';
import { checkPassword } from '../password-policy';
import type { Pool } from '../pool';
import { attribute, byCodesClient, code, operation, password } from './operation';

const input = byCodesClient.extend({ Password: password, UserAttributes: z.array(attribute).default([]) });

/** Creates a user who can't sign in until the code sent is entered. */
export const signUp = operation(input, async (pool, request) => {
  requireSigned(pool.codesClient, request);
  if (!pool.selfSignUp) {
    throw new IdentityError('NotAuthorizedException', 'SignUp is not permitted for this user pool');
  }
  for (const { Name } of request.UserAttributes) checkAttribute(Name, pool.customAttributes);
  checkPassword(request.Password, pool.passwordPolicy);
  const attributes = Object.fromEntries(request.UserAttributes.map(({ Name, Value }) => [Name, Value]));
  const now = pool.now();
  const { code: sent, kept } = newCode('sign-up', now);
  const user: User = {
    sub: randomUUID(),
    username: request.Username,
    attributes: { ...attributes, email_verified: 'false' },
    passwordHash: await hashPassword(request.Password, pool.scryptCost),
    status: 'UNCONFIRMED',
    code: kept,
    groups: [],
    createdAtMs: now,
    updatedAtMs: now,
  };
  pool.directory.add(user);
  await pool.save();
  pool.mail(attributes.email ?? '', `${sent} confirms the sign-up of ${user.username}.`);
  return { UserConfirmed: false, UserSub: user.sub };
});

const confirmation = byCodesClient.extend({ ConfirmationCode: code });

export const confirmSignUp = operation(confirmation, async (pool, request) => {
  requireSigned(pool.codesClient, request);
  const user = pool.directory.find(request.Username);
  if (user === undefined) throw noSuchCode();
  if (user.status !== 'UNCONFIRMED') {
    throw new IdentityError('NotAuthorizedException', 'User cannot be confirmed.');
  }
  const entered = { purpose: 'sign-up', code: request.ConfirmationCode, nowMs: pool.now() } as const;
  try {
    checkCode(user.code, entered);
  } finally {
    await pool.save();
  }
  await confirmUser(pool, request.Username);
  return {};
});

export async function confirmUser(pool: Pool, username: string): Promise<void> {
  const user = pool.directory.get(username);
  if (user.status === 'UNCONFIRMED') user.status = 'CONFIRMED';
  user.attributes.email_verified = 'true';
  user.code = undefined;
  user.updatedAtMs = pool.now();
  await pool.save();
}
