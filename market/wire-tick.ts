import * as z from 'zod';
import { tickMessage } from '../functions/contract/tick';
import { houseWording } from '../functions/contract/wording';

const DECIMALS = 4;

/**
 * A price that a program has computed may be off its four decimals by a bit of its binary form, such as
 * 4.8100000000000005. What it was meant to be is beyond doubt: another price lies a million million times as far away.
 */
function withoutNoise(price: number): number {
  const meant = Number(price.toFixed(DECIMALS));
  return Math.abs(price - meant) <= price * 2 ** -50 ? meant : price;
}

const amount = z.union(
  [z.number().transform(withoutNoise), z.string()],
  'must be a number or a decimal string',
);

/**
 * A tick as publishers send it. The matcher's own schema decides whether it is valid, with the same messages as in dead
 * letters, so that a recording doesn't end up there.
 */
export const wireTick = z
  .object({
    stock_id: z.string(),
    // Replaces bytes that aren't UTF-8, which are refused over MQTT.
    name: z.string().refine((name) => !name.includes('\ufffd'), 'is not written in UTF-8'),
    price: amount,
    availability: z.number(),
    timestamp: z.string(),
    sequence: z.number().nullish(),
    ask: amount.nullish(),
    bid: amount.nullish(),
    ask_size: z.number().nullish(),
    bid_size: z.number().nullish(),
  })
  .superRefine((tick, context) => {
    const { error } = tickMessage.safeParse(tick, { error: houseWording });
    for (const { path, message } of error?.issues ?? []) context.addIssue({ code: 'custom', path, message });
  });

export type WireTick = z.infer<typeof wireTick>;

/** @returns the tick, or what is wrong with it as part of a sentence */
export function readWireTick(value: unknown): WireTick | string {
  const { success, data, error } = wireTick.safeParse(value, { error: houseWording });
  return success ? data : describeIssues(error);
}

function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}
