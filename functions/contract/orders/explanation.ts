import * as z from 'zod';
import { price, timestamp } from '../answer-fields';
import { transaction } from '../ledger/answers';
import { order } from './answers';

const reason = z
  .object({
    code: z.enum([
      'no_quote',
      'not_triggered',
      'price_above_bounds',
      'price_below_bounds',
      'quote_quiet',
      'nothing_offered',
      'quote_used_up',
      'fill_limit',
      'due',
    ]),
    message: z.string().meta({
      examples: ['The price, 20.50, is 0.50 above the most it accepts, 20.00.'],
    }),
    price: z
      .number()
      .nullable()
      .meta({ description: 'Of the latest tick.', examples: [20.5] }),
    bound: price.nullable().meta({ description: 'The price to be reached.', examples: [20] }),
    distance: z
      .number()
      .nullable()
      .meta({ description: 'Between price and bound.', examples: [0.5] }),
    offered: z
      .int()
      .nullable()
      .meta({ description: 'Shares offered by the latest tick.', examples: [null] }),
    received_at: timestamp.nullable().meta({ examples: [null] }),
  })
  .meta({ id: 'Reason' });

const ahead = z
  .object({
    orders: z.int().meta({ examples: [2] }),
    shares: z.int().meta({ description: 'Their remaining shares.', examples: [150] }),
    is_complete: z.boolean().meta({ description: 'Whether these are all of them.', examples: [true] }),
  })
  .meta({ id: 'Ahead', description: 'Orders with priority over this one at the current price.' });

export const explanation = z
  .object({
    order,
    summary: z.string().meta({
      examples: [
        '60 of 100 shares filled at 20.00 on average. The price, 20.50, is 0.50 above the most it accepts, 20.00.',
      ],
    }),
    reasons: z.array(reason).meta({
      description: 'Why an open order is not filled. An exit has a reason for each of its two ways to fill.',
    }),
    ahead: ahead
      .nullable()
      .meta({ description: 'Null if the order waits for the price rather than for others.' }),
    fills: z.array(transaction).meta({ description: 'Oldest first.' }),
    is_complete: z.boolean().meta({
      description: 'Whether these are all fills; older ones are among the transactions.',
    }),
  })
  .meta({ id: 'Explanation' });
