import * as z from 'zod';
import { parseInstant } from '../functions/domain/instant';

const DECIMAL = /^\d+(\.\d+)?$/;

const amount = z.number().nonnegative('not a price');
const decimal = z.string().regex(DECIMAL, 'not a price');

/** A tick as publishers send it. What the matcher makes of it is its own affair; here it is only well formed. */
export const wireTick = z.strictObject({
  stock_id: z.guid('not a UUID'),
  name: z.string('not a name').min(1, 'empty'),
  price: z.union([amount, decimal], 'not a price'),
  availability: z.int('not a whole number').nonnegative('negative'),
  timestamp: z.string().refine((text) => parseInstant(text) !== undefined, 'not a timestamp'),
});

export type WireTick = z.infer<typeof wireTick>;

/** What is wrong with a tick, in half a sentence. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}
