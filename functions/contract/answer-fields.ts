import * as z from 'zod';

/** Fields of responses. Money is a JSON number, exact to the fourth decimal; times are RFC 3339 in UTC. */

export const timestamp = z.string().meta({ format: 'date-time', examples: ['2026-01-05T12:00:00.25Z'] });

// Examples of shared fields; together they describe one partially filled buy.
export const userId = z.string().meta({ examples: ['6b1f9b3e-6f0c-4c59-9a53-2f1f4b0f6d11'] });
export const stockId = z.string().meta({ examples: ['6ffb8e62-92c1-40c7-9d38-5b976a346b62'] });
export const stockName = z.string().meta({ examples: ['CIB'] });
export const orderId = z.string().meta({ examples: ['01KE7AHT7A0000000000000000'] });
export const price = z.number().meta({ examples: [20] });
export const shares = z.int().meta({ examples: [60] });
export const always = z.literal(true).meta({ examples: [true] });

export const actor = z
  .object({ id: userId, username: z.string().meta({ examples: ['admin'] }) })
  .meta({ id: 'Actor' });
