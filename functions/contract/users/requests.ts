import * as z from 'zod';
import { page, prefix } from '../lists';
import { isPlain } from '../text';

export const usersQuery = page
  .extend({
    prefix,
    email: z
      .string()
      .min(1, { error: 'must not be empty' })
      .max(254, { error: 'must have at most 254 characters' })
      .refine(isPlain, { error: 'must not contain control characters' })
      .optional()
      .meta({ description: 'The whole address, case-insensitive. Not together with prefix.' }),
  })
  .superRefine(({ prefix, email }, context) => {
    if (prefix === undefined || email === undefined) return;
    context.addIssue({ code: 'custom', path: ['email'], message: 'cannot be combined with prefix' });
  });
