import * as z from 'zod';
import { IdentityError } from '../identity-error';
import type { Pool } from '../pool';

export type Operation = (pool: Pool, body: unknown) => Promise<object>;

/** Combines an input schema with an implementation, which never runs on a body that doesn't match. */
export function operation<Schema extends z.ZodType>(
  schema: Schema,
  run: (pool: Pool, input: z.infer<Schema>) => Promise<object>,
): Operation {
  return async (pool, body) => {
    const parsed = schema.safeParse(body);
    if (!parsed.success) {
      // Cognito's own messages repeat the value, which may be a password; ours only name the field.
      const fields = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
      throw new IdentityError('InvalidParameterException', fields.join('; '));
    }
    return run(pool, parsed.data);
  };
}

/** Letters, marks, symbols, numbers and punctuation, as Cognito allows: no spaces, no control characters. */
export const username = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, 'Value failed to satisfy the pattern of a username');

export const password = z.string().min(1).max(256);

export const code = z.string().min(1).max(2048);

export const attribute = z.object({ Name: z.string().min(1).max(32), Value: z.string().max(2048) });

/** The fields common to all operations on codes. */
export const byCodesClient = z.object({
  ClientId: z.string(),
  SecretHash: z.string().min(1),
  Username: username,
});

/** The fields common to all admin operations on one user. */
export const onUser = z.object({ UserPoolId: z.string(), Username: username });

export function requirePool(pool: Pool, poolId: string): void {
  if (poolId !== pool.poolId) {
    throw new IdentityError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
  }
}

export function requireClient(pool: Pool, clientId: string): void {
  if (clientId !== pool.clientId) {
    throw new IdentityError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
  }
}
