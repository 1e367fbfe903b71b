import * as z from 'zod';
import { positiveAmount, stockId } from '../fields';
import { dates, fromBeforeTo, page } from '../lists';

export const transfer = z
  .strictObject({ amount: positiveAmount })
  .meta({ id: 'Transfer', examples: [{ amount: 10000 }] });

export const transactionsQuery = page
  .extend({
    type: z
      .enum(['deposit', 'withdrawal', 'buy', 'sell'], { error: 'must be deposit, withdrawal, buy or sell' })
      .optional(),
    stock_id: stockId.optional(),
    ...dates,
  })
  .superRefine(fromBeforeTo);
