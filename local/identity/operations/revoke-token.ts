import * as z from 'zod';
import { IdentityError } from '../identity-error';
import { operation, requireClient } from './operation';

const input = z.object({ Token: z.string().min(1), ClientId: z.string() });

export const revokeToken = operation(input, async (pool, request) => {
  requireClient(pool, request.ClientId);
  // Ours are opaque: what has dots is a signed token, which runs out by itself and cannot be called back.
  if (request.Token.includes('.')) {
    throw new IdentityError('UnsupportedTokenTypeException', 'Unsupported token type');
  }
  pool.refreshTokens.revoke(request.Token);
  await pool.save();
  return {};
});
