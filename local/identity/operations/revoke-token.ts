import * as z from 'zod';
import { IdentityError } from '../identity-error';
import { operation, requireClient } from './operation';

const input = z.object({ Token: z.string().min(1), ClientId: z.string() });

export const revokeToken = operation(input, async (pool, request) => {
  requireClient(pool, request.ClientId);
  // Refresh tokens are opaque here: one with dots is a signed token, which can only expire, not be revoked.
  if (request.Token.includes('.')) {
    throw new IdentityError('UnsupportedTokenTypeException', 'Unsupported token type');
  }
  pool.refreshTokens.revoke(request.Token);
  await pool.save();
  return {};
});
