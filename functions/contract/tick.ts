import * as z from 'zod';
import type { IncomingTick } from '../domain/tick';
import { amount, instant, quantityOrNone, stockId } from './fields';

export const MAX_TICKS_PER_MESSAGE = 500;

/** Half a surrogate pair counts as one: JSON may carry it, but no text in UTF-8 can, so the table refuses it. */
const CONTROL_CHARACTERS = /[\p{Cc}\p{Cs}]/u;

/** One price on the market, as publishers send it over MQTT. Fields that we don't know are no reason to refuse it. */
export const tickMessage = z
  .object({
    stock_id: stockId,
    name: z
      .string()
      .trim()
      .min(1, { error: 'must not be empty' })
      .max(100, { error: 'must have at most 100 characters' })
      .refine((name) => !CONTROL_CHARACTERS.test(name), { error: 'must not contain control characters' }),
    price: amount,
    availability: quantityOrNone,
    timestamp: instant,
  })
  .transform(
    ({ stock_id, name, price, availability, timestamp }): IncomingTick => ({
      stockId: stock_id,
      name,
      price,
      availability,
      timestamp,
    }),
  );
