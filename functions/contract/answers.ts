import * as z from 'zod';
import { INTERVALS } from '../domain/candle';

/** What the API answers. Money is a JSON number, exact to the fourth decimal; times are RFC 3339 in UTC. */

const timestamp = z.string().meta({ format: 'date-time' });

export const userSummary = z
  .object({
    id: z.string(),
    username: z.string(),
    email: z.string(),
    balance: z.number().meta({ description: 'The total cash, what open buys hold included.' }),
    frozen: z.number().meta({ description: 'What open buys hold of the balance.' }),
  })
  .meta({ id: 'UserSummary' });

export const transaction = z
  .object({
    id: z.string(),
    type: z.enum(['Buy', 'Sell', 'Deposit', 'Withdrawal']),
    stock: z.string().nullable(),
    stock_id: z.string().nullable(),
    order_id: z.string().nullable(),
    stock_price: z.number().nullable(),
    total_price: z
      .number()
      .meta({ description: 'Price × shares, or the amount that came in or went out. Not negative.' }),
    total_count: z.int().nullable(),
    timestamp,
  })
  .meta({ id: 'Transaction' });

export const position = z
  .object({
    stock_id: z.string(),
    name: z.string(),
    total_count: z.int(),
    frozen_count: z.int(),
    average_price: z.number().meta({ description: 'What a share held now was bought for, on average.' }),
    market_value: z.number().nullable(),
    unrealized_profit: z.number().nullable(),
  })
  .meta({ id: 'Position' });

export const userPage = userSummary
  .extend({ stocks: z.array(position), recent_transactions: z.array(transaction) })
  .meta({ id: 'User' });

const hold = z
  .object({ initial: z.number(), captured: z.number(), released: z.number(), remaining: z.number() })
  .meta({ description: 'initial = captured + released + remaining: money for a buy, shares for a sell.' });

export const order = z
  .object({
    id: z.string(),
    user_id: z.string(),
    stock_id: z.string(),
    stock: z.string(),
    side: z.enum(['buy', 'sell']),
    total: z.int(),
    filled: z.int(),
    remaining: z.int(),
    lower_bound: z.number().nullable(),
    upper_bound: z.number().nullable(),
    average_fill_price: z.number().nullable(),
    hold,
    time_in_force: z.enum(['gtc', 'day', 'gtd', 'ioc', 'fok']),
    expires_at: timestamp.nullable(),
    status: z.enum(['new', 'partially_filled', 'filled', 'canceled', 'expired', 'rejected']),
    status_reason: z.string().nullable(),
    created_at: timestamp,
    updated_at: timestamp,
    closed_at: timestamp.nullable(),
  })
  .meta({ id: 'Order' });

export const cancellation = z
  .object({
    order_id: z.string(),
    outcome: z.enum(['canceled', 'order_closed']).meta({
      description: '`order_closed` when it was filled or canceled a moment before.',
    }),
    order,
  })
  .meta({ id: 'Cancellation' });

export const stockSummary = z
  .object({
    stock_id: z.string(),
    name: z.string(),
    price: z.number().nullable(),
    availability: z.int().nullable().meta({ description: 'What buys have left of the latest tick.' }),
    timestamp: timestamp.nullable(),
    highest_price: z.number().nullable(),
    lowest_price: z.number().nullable(),
    average_price: z.number().nullable(),
  })
  .meta({ id: 'StockSummary' });

export const tick = z.object({ price: z.number(), availability: z.int(), timestamp }).meta({ id: 'Tick' });

export const stockTransaction = transaction
  .extend({
    user: z
      .string()
      .optional()
      .meta({ description: 'The username, for your own fills and for administrators.' }),
  })
  .meta({ id: 'StockTransaction' });

export const stockPage = stockSummary
  .extend({
    recent_data: z.array(tick),
    transactions: z.array(stockTransaction),
    rounded_to: z
      .enum(INTERVALS)
      .nullable()
      .meta({
        description:
          'How coarse the ends of the range are where raw ticks have expired: whole minutes, hours or days with an ' +
          'end inside them count in full. Null when the figures are exact to the microsecond.',
      }),
  })
  .meta({ id: 'Stock' });

export const candle = z
  .object({
    timestamp: timestamp.meta({ description: 'When the interval starts.' }),
    open: z.number(),
    high: z.number(),
    low: z.number(),
    close: z.number(),
    average: z.number().nullable().meta({ description: 'Of the prices of all ticks; null without any.' }),
    count: z.int().meta({ description: 'Of ticks.' }),
    volume: z.int().meta({ description: 'Shares that this system filled against the ticks.' }),
  })
  .meta({ id: 'Candle' });

export const accessToken = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().meta({ description: 'In seconds.' }),
    refresh_token: z.string().optional(),
  })
  .meta({ id: 'AccessToken' });

export const openApi = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.unknown()),
});

/** What is not JSON. */
export const text = z.string();

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    results: z.array(item),
    next: z.string().nullable().meta({ description: 'Send it as `cursor` for the next page.' }),
  });
}
