import * as z from 'zod';
import { IdentityError } from '../identity-error';
import { operation, requirePool } from './operation';

const input = z.object({ UserPoolId: z.string(), ClientId: z.string() });

/** Only for the client with a secret; nothing needs the other's description. */
export const describeUserPoolClient = operation(input, async (pool, { UserPoolId, ClientId }) => {
  requirePool(pool, UserPoolId);
  if (pool.codesClient?.id !== ClientId) {
    throw new IdentityError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
  }
  return { UserPoolClient: { UserPoolId, ClientId, ClientSecret: pool.codesClient.secret } };
});
