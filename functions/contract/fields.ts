import * as z from 'zod';
import type { OrderId, StockId } from '../domain/ids';
import { parseInstant } from '../domain/instant';
import { type AmountProblem, MAX_QUANTITY, type Money, parseMoney, quantity } from '../domain/money';

/** Fields of requests and messages, which parse input from people and feeds into domain values. */

/** The stock of the examples. */
export const A_STOCK = '6ffb8e62-92c1-40c7-9d38-5b976a346b62';

const AMOUNT_MESSAGES: Record<AmountProblem, string> = {
  not_a_number: 'must be a number or a decimal string',
  too_precise: 'must have at most 4 decimals',
  too_large: 'must be at most 100000000000',
};

const amountInput = z.union([z.number(), z.string().max(40)], { error: AMOUNT_MESSAGES.not_a_number });

function amountField(isAllowed: (amount: Money) => boolean, otherwise: string) {
  return amountInput.transform((input, context) => {
    const amount = parseMoney(input);
    if (typeof amount === 'bigint' && isAllowed(amount)) return amount;
    context.addIssue(typeof amount === 'bigint' ? otherwise : AMOUNT_MESSAGES[amount]);
    return z.NEVER;
  });
}

/**
 * How documents describe amounts. A decimal string is accepted too, but documents show one type: most client generators
 * turn a choice of two into something unwieldy.
 */
const AMOUNT_ON_THE_WIRE = { type: 'number', maximum: 100_000_000_000 };

export const positiveAmount = amountField((amount) => amount > 0n, 'must be greater than 0').meta({
  ...AMOUNT_ON_THE_WIRE,
  exclusiveMinimum: 0,
  description:
    'Greater than 0, at most 100,000,000,000, with at most 4 decimals. A decimal string is accepted too.',
  examples: [20],
});

export const amount = amountField((value) => value >= 0n, 'must not be negative').meta({
  ...AMOUNT_ON_THE_WIRE,
  minimum: 0,
  description:
    'Not negative, at most 100,000,000,000, with at most 4 decimals. A decimal string is accepted too.',
  examples: [15.5],
});

export const positiveQuantity = z
  .int({ error: 'must be a whole number' })
  .min(1, { error: 'must be at least 1' })
  .max(MAX_QUANTITY, { error: `must be at most ${MAX_QUANTITY}` })
  .transform(quantity)
  .meta({ examples: [100] });

export const quantityOrNone = z
  .int({ error: 'must be a whole number' })
  .min(0, { error: 'must not be negative' })
  .max(MAX_QUANTITY, { error: `must be at most ${MAX_QUANTITY}` })
  .transform(quantity)
  .meta({ examples: [46] });

export const instant = z
  .string({ error: 'must be a timestamp' })
  .max(40)
  .transform((text, context) => {
    const parsed = parseInstant(text);
    if (parsed !== undefined) return parsed;
    context.addIssue('must be a timestamp from 1970 to 2254: RFC 3339, or YYYY-MM-DD HH:MM:SS in UTC');
    return z.NEVER;
  })
  .meta({
    description: 'RFC 3339, or `YYYY-MM-DD HH:MM:SS[.ffffff]`, which is UTC.',
    examples: ['2022-12-05T04:00:00Z'],
  });

/**
 * An instant in a URL, where `+` may stand for a space, or may have become one if it wasn't encoded. Both are read:
 * `2022-12-05+00:00:00` and `2022-12-05T00:00:00 02:00` are unambiguous.
 */
export const instantInQuery = z
  .string()
  .transform((text) => text.replace(/^([\d-]{10})\+/, '$1 ').replace(/(:[\d.]+) (\d\d:\d\d)$/, '$1+$2'))
  .pipe(instant)
  .meta({
    description: 'RFC 3339, or `YYYY-MM-DD HH:MM:SS[.ffffff]`, which is UTC. Inclusive.',
    examples: ['2022-12-05 00:00:00'],
  });

export const stockId = z
  .guid({ error: 'must be a UUID' })
  .transform((id) => id.toLowerCase() as StockId)
  .meta({ examples: [A_STOCK] });

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

export const orderId = z
  .string()
  .transform((id) => id.toUpperCase())
  .pipe(z.string().regex(ULID, { error: 'must be an order id' }))
  .transform((id) => id as OrderId)
  .meta({ examples: ['01KE7AHT7A0000000000000000'] });
