import * as z from 'zod';
import { parseInstant } from '../functions/domain/instant';
import { parseMoney } from '../functions/domain/money';

const DECIMALS = 4;

/**
 * A price that a program has computed may be off its four decimals by a bit of its binary form, such as
 * 4.8100000000000005. What it was meant to be is beyond doubt: another price lies a million million times as far away.
 */
function withoutNoise(price: number): number {
  const meant = Number(price.toFixed(DECIMALS));
  return Math.abs(price - meant) <= price * 2 ** -50 ? meant : price;
}

const amount = z.union([z.number().transform(withoutNoise), z.string()], 'not a price').refine((price) => {
  const read = parseMoney(price);
  return typeof read === 'bigint' && read > 0n;
}, 'not a price above 0, of at most 4 decimals');

/** A tick as publishers send it and the matcher accepts it, so a valid recording doesn't end up in dead letters. */
export const wireTick = z.object({
  stock_id: z.guid('not a UUID'),
  name: z.string('not a name').min(1, 'empty'),
  price: amount,
  availability: z.int('not a whole number').nonnegative('negative'),
  timestamp: z.string().refine((text) => parseInstant(text) !== undefined, 'not a timestamp'),
  sequence: z.int('not a whole number').nonnegative('negative').nullish(),
});

export type WireTick = z.infer<typeof wireTick>;

/** What is wrong with a tick, as part of a sentence. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}
