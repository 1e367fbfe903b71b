import * as z from 'zod';
import { actor, orderId, price, shares, stockId, stockName, timestamp, userId } from '../answer-fields';

const hold = z
  .object({ initial: z.number(), captured: z.number(), released: z.number(), remaining: z.number() })
  .meta({
    id: 'Hold',
    description: 'initial = captured + released + remaining: money for a buy, shares for a sell.',
    examples: [{ initial: 2000, captured: 1200, released: 0, remaining: 800 }],
  });

export const order = z
  .object({
    id: orderId,
    user_id: userId,
    stock_id: stockId,
    stock: stockName,
    side: z.enum(['buy', 'sell']),
    type: z.enum(['limit', 'market', 'stop', 'stop_limit', 'exit']),
    total: z.int().meta({ examples: [100] }),
    filled: shares,
    remaining: z.int().meta({ examples: [40] }),
    lower_bound: z
      .number()
      .nullable()
      .meta({ examples: [null] }),
    upper_bound: price.nullable().meta({
      description: 'Of a market or stop buy: the price or the stop, plus the collar.',
    }),
    stop_price: z
      .number()
      .nullable()
      .meta({ description: 'Of stop and stop_limit.', examples: [null] }),
    triggered_at: timestamp.nullable().meta({
      description: 'When the market reached the stop. Until then the stop does not fill the order.',
      examples: [null],
    }),
    take_profit: z
      .number()
      .nullable()
      .meta({
        description: 'Of an exit, the price to sell at; of a buy, the take_profit of its exit.',
        examples: [null],
      }),
    stop_loss: z
      .number()
      .nullable()
      .meta({
        description: 'Of an exit, the price that triggers the sale; of a buy, the stop_loss of its exit.',
        examples: [null],
      }),
    exit_order_id: orderId.nullable().meta({
      description: 'Of a closed buy: the exit placed for the shares it bought.',
      examples: [null],
    }),
    parent_order_id: orderId.nullable().meta({
      description: 'Of an exit placed by a buy: that buy.',
      examples: [null],
    }),
    average_fill_price: price.nullable(),
    fees: z.number().meta({
      description: 'Fees charged for its fills. The hold of a buy also covers fees of future fills.',
      examples: [0],
    }),
    hold,
    time_in_force: z.enum(['gtc', 'day', 'gtd', 'ioc', 'fok']),
    expires_at: timestamp.nullable().meta({ examples: [null] }),
    status: z
      .enum(['new', 'partially_filled', 'filled', 'canceled', 'expired', 'rejected'])
      .meta({ examples: ['partially_filled'] }),
    status_reason: z
      .string()
      .nullable()
      .meta({ examples: [null] }),
    created_at: timestamp,
    updated_at: timestamp,
    closed_at: timestamp.nullable().meta({ examples: [null] }),
    closed_by: actor.nullable().meta({
      description: 'The administrator who canceled it, if not the user.',
      examples: [null],
    }),
    version: z.int().meta({
      description:
        'Incremented by every change of the order: of two states, the one with the higher version is newer.',
      examples: [2],
    }),
  })
  .meta({ id: 'Order' });

export const cancellation = z
  .object({
    order_id: orderId,
    outcome: z.enum(['canceled', 'order_closed']).meta({
      description: '`order_closed` if it was filled or canceled just before.',
    }),
    order,
  })
  .meta({ id: 'Cancellation' });
