import * as z from 'zod';
import { checkAttribute } from '../attribute-schema';
import { attribute, onUser, operation, requirePool } from './operation';

const input = onUser.extend({ UserAttributes: z.array(attribute) });

export const adminUpdateUserAttributes = operation(input, async (pool, request) => {
  requirePool(pool, request.UserPoolId);
  const user = pool.directory.get(request.Username);
  for (const { Name } of request.UserAttributes) checkAttribute(Name, pool.customAttributes);
  for (const { Name, Value } of request.UserAttributes) user.attributes[Name] = Value;
  user.updatedAtMs = pool.now();
  await pool.save();
  return {};
});
