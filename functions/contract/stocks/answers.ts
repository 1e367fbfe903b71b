import * as z from 'zod';
import { INTERVALS } from '../../domain/candle';
import { price, shares, stockId, stockName, timestamp } from '../answer-fields';
import { transaction } from '../ledger/answers';

const day = z
  .object({
    date: z.string().meta({ format: 'date', description: 'In UTC.', examples: ['2026-01-05'] }),
    open: z.number().meta({ examples: [20.25] }),
    high: z.number().meta({ examples: [21] }),
    low: z.number().meta({ examples: [20] }),
    volume: z.int().meta({ description: 'Shares traded by this system.', examples: [60] }),
  })
  .meta({ id: 'TradingDay', description: 'The day of the latest tick, so far.' });

export const stockSummary = z
  .object({
    stock_id: stockId,
    name: stockName,
    price: z
      .number()
      .nullable()
      .meta({ examples: [20.5] }),
    availability: z
      .int()
      .nullable()
      .meta({ description: "What buys haven't yet taken of the latest tick.", examples: [40] }),
    timestamp: timestamp.nullable(),
    highest_price: z
      .number()
      .nullable()
      .meta({ examples: [28] }),
    lowest_price: z
      .number()
      .nullable()
      .meta({ examples: [19.75] }),
    average_price: z
      .number()
      .nullable()
      .meta({ examples: [22.125] }),
    ask: z
      .number()
      .nullable()
      .meta({ description: 'What buys are filled at, if the feed sends it.', examples: [20.5] }),
    bid: z
      .number()
      .nullable()
      .meta({ description: 'What sells are filled at, if the feed sends it.', examples: [20.25] }),
    version: z.int().meta({
      description: 'Incremented by every change of the stock; the `sequence` of its quote events.',
      examples: [4711],
    }),
    received_at: timestamp
      .nullable()
      .meta({ description: 'When the latest tick was committed here. Null for a range of time.' }),
    day: day.nullable().meta({ description: 'Null without a tick, and for a range of time.' }),
  })
  .meta({ id: 'StockSummary' });

export const tick = z
  .object({
    price,
    availability: shares,
    timestamp,
    sequence: z
      .int()
      .optional()
      .meta({ description: 'If the feed sent one.', examples: [4711] }),
    ask: z.number().optional(),
    bid: z.number().optional(),
    ask_size: z.int().optional(),
    bid_size: z.int().optional(),
  })
  .meta({ id: 'Tick' });

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
          'How coarse the ends of the range are if raw ticks have expired: the minutes, hours or days at the ends ' +
          'count in full. Null if the figures are exact to the microsecond.',
      }),
  })
  .meta({ id: 'Stock' });

export const candle = z
  .object({
    timestamp: timestamp.meta({ description: 'When the interval starts.' }),
    open: z.number().meta({ examples: [20.5] }),
    high: z.number().meta({ examples: [28] }),
    low: z.number().meta({ examples: [19.75] }),
    close: z.number().meta({ examples: [20] }),
    average: z
      .number()
      .nullable()
      .meta({ description: 'The mean price of all ticks; null if there are none.', examples: [22.125] }),
    count: z.int().meta({ description: 'Number of ticks.' }),
    volume: z.int().meta({ description: 'Shares traded by this system against the ticks.' }),
  })
  .meta({ id: 'Candle' });

export const sparkline = z
  .object({
    stock_id: stockId,
    closes: z.array(z.number()).meta({
      description: 'One per interval, oldest first; an interval without ticks repeats the previous close.',
      examples: [[20, 20.25, 20.5]],
    }),
    timestamp: timestamp.nullable().meta({ description: 'When the last interval starts.' }),
  })
  .meta({ id: 'Sparkline' });

export const sparklines = z.object({ results: z.array(sparkline) }).meta({ id: 'Sparklines' });
