import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { checkAttribute } from '../attribute-schema';
import { hashPassword } from '../password-hash';
import { checkPassword } from '../password-policy';
import { attribute, onUser, operation, password, requirePool } from './operation';
import { attributesOf, describeUser } from './user-description';

const input = onUser.extend({
  UserAttributes: z.array(attribute).default([]),
  TemporaryPassword: password.optional(),
  // Invitations can't be sent from here, so the caller must suppress them.
  MessageAction: z.literal('SUPPRESS', 'only SUPPRESS is supported'),
});

/** Creates a user who can't sign in yet: the status requires setting a password first. */
export const adminCreateUser = operation(input, async (pool, request) => {
  requirePool(pool, request.UserPoolId);
  for (const { Name } of request.UserAttributes) checkAttribute(Name, pool.customAttributes);
  if (request.TemporaryPassword !== undefined) checkPassword(request.TemporaryPassword, pool.passwordPolicy);
  const passwordHash =
    request.TemporaryPassword === undefined
      ? pool.unmatchableHash
      : await hashPassword(request.TemporaryPassword, pool.scryptCost);

  const now = pool.now();
  const user = {
    sub: randomUUID(),
    username: request.Username,
    attributes: Object.fromEntries(request.UserAttributes.map(({ Name, Value }) => [Name, Value])),
    passwordHash,
    status: 'FORCE_CHANGE_PASSWORD' as const,
    groups: [],
    createdAtMs: now,
    updatedAtMs: now,
  };
  pool.directory.add(user);
  await pool.save();
  return { User: { ...describeUser(user), Attributes: attributesOf(user) } };
});
