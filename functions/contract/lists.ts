import * as z from 'zod';
import { instantInQuery } from './fields';
import { isPlain } from './text';

/** What lists have in common: their queries, and the page they return. */

export function wholeNumber(maximum: number) {
  return z
    .string()
    .regex(/^\d{1,3}$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(
      z
        .int()
        .min(1, { error: 'must be at least 1' })
        .max(maximum, { error: `must be at most ${maximum}` }),
    );
}

export const limit = wholeNumber(100)
  .default(20)
  .meta({ type: 'integer', minimum: 1, maximum: 100, default: 20 });
export const cursor = z.string().max(2048).optional().meta({
  description: 'The `next` of the previous page, unchanged. It is opaque.',
  // Documented, not validated: a malformed cursor gets the same response as one that no list returned.
  pattern: '^[A-Za-z0-9_-]+$',
});

export const page = z.strictObject({ limit, cursor });
export const prefix = z
  .string()
  .min(1, { error: 'must not be empty' })
  .max(100, { error: 'must have at most 100 characters' })
  .refine(isPlain, { error: 'must not contain control characters' })
  .optional()
  .meta({ description: 'Start of the name, case-insensitive.', examples: ['c'] });

export const dates = { from_date: instantInQuery.optional(), to_date: instantInQuery.optional() };
export function fromBeforeTo(
  { from_date, to_date }: { from_date?: number | undefined; to_date?: number | undefined },
  context: z.RefinementCtx,
): void {
  if (from_date === undefined || to_date === undefined || from_date <= to_date) return;
  context.addIssue({ code: 'custom', path: ['from_date'], message: 'must not be after to_date' });
}
export const datesQuery = z.strictObject(dates).superRefine(fromBeforeTo);

/** @param item has an id, which names the list */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z
    .object({
      results: z.array(item),
      next: z
        .string()
        .nullable()
        .meta({ description: 'Send it as `cursor` for the next page.', examples: [null] }),
    })
    .meta({ id: `${item.meta()?.id}List` });
}
