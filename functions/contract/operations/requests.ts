import * as z from 'zod';
import { A_STOCK } from '../fields';
import { limit } from '../lists';

export const assetPath = z.strictObject({
  file: z
    .string()
    .max(64)
    .meta({ examples: ['swagger-ui.css'] }),
});

export const bookQuery = z.strictObject({
  side: z.enum(['buy', 'sell'], { error: 'must be buy or sell' }).default('buy'),
  limit,
});

const selection = {
  reason: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Only letters whose reason contains this.', examples: ['price'] }),
};
export const deadLettersQuery = z.strictObject({ ...selection, limit });
export const deadLetterSelection = z
  .strictObject({
    ...selection,
    ids: z
      .array(z.string().min(1).max(100))
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Only these letters.', examples: [['c7a2a3d0-8d1c-4d4e-9d5c-0a4d1c6f1a11']] }),
    all: z.boolean().optional().meta({ description: 'Every letter.' }),
  })
  .refine(({ reason, ids, all }) => reason !== undefined || ids !== undefined || all === true, {
    error: 'must have reason, ids or all',
  })
  .meta({ id: 'DeadLetterSelection', examples: [{ reason: 'price' }] });

/** Anything publishable; the matcher checks whether it is a tick. Untyped, as generators handle unions badly. */
export const message = z
  .unknown()
  .refine((body) => (Array.isArray(body) ? body.length > 0 : typeof body === 'object' && body !== null), {
    error: 'must be an object or a non-empty array',
  })
  .meta({
    description: 'A tick or an array of ticks.',
    id: 'Message',
    examples: [
      {
        stock_id: A_STOCK,
        name: 'CIB',
        price: 28,
        availability: 46,
        timestamp: '2019-12-15 14:36:33.462393',
      },
    ],
  });
