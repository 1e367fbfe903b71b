import * as z from 'zod';
import { always, price, stockId, stockName, timestamp } from '../answer-fields';
import { listOf } from '../lists';
import { order } from '../orders/answers';
import { auditReport } from './audit-report';

const bookOrder = order
  .extend({
    user: z
      .string()
      .nullable()
      .meta({ description: 'The username.', examples: ['nour'] }),
  })
  .meta({ id: 'BookOrder' });

export const book = z
  .object({
    stock_id: stockId,
    name: stockName,
    price: price.nullable(),
    results: z.array(bookOrder).meta({
      description: 'In the order in which a price that all of them accept would fill them.',
    }),
    waiting: z.array(bookOrder).meta({
      description:
        'Orders that the price has to reach first, by their stop or their other bound: the nearest first.',
    }),
    has_more: z.boolean().meta({ description: 'Whether either goes on.' }),
  })
  .meta({ id: 'Book' });

export const deadLetter = z
  .object({
    id: z.string().meta({ examples: ['c7a2a3d0-8d1c-4d4e-9d5c-0a4d1c6f1a11'] }),
    reason: z.string().meta({ examples: ['price: must be greater than 0'] }),
    timestamp: timestamp.meta({ description: 'When the message arrived or failed.' }),
    topic: z
      .string()
      .nullable()
      .meta({ examples: ['thndr-trading'] }),
    payload: z
      .string()
      .nullable()
      .meta({
        description: 'The message as published, in UTF-8. Null if only a stream still has it.',
        examples: ['{"price":-1}'],
      }),
    is_text: z.boolean().meta({
      description: 'Whether the payload is the exact message. If not, bytes that are not UTF-8 show as �.',
      examples: [true],
    }),
  })
  .meta({ id: 'DeadLetter' });

export const deadLetters = z
  .object({
    results: z.array(deadLetter).meta({ description: 'Oldest first, among those examined.' }),
    has_more: z.boolean().meta({ description: 'Whether there may be letters not yet examined.' }),
  })
  .meta({ id: 'DeadLetters' });

const left = z.int().meta({ description: 'Examined and left in the queue.', examples: [0] });
const hasMore = z.boolean().meta({ description: 'Whether it is worth asking again.' });
export const redriven = z
  .object({ published: z.int().meta({ examples: [1] }), kept: left, has_more: hasMore })
  .meta({ id: 'Redriven' });
export const discarded = z
  .object({ discarded: z.int().meta({ examples: [1] }), kept: left, has_more: hasMore })
  .meta({ id: 'Discarded' });

const feedMinute = z.object({ timestamp, ticks: z.int().meta({ examples: [60] }) }).meta({
  id: 'FeedMinute',
  description: 'The minute of the latest tick, in feed time, and its ticks so far.',
});

export const stockFeed = z
  .object({
    stock_id: stockId,
    name: stockName,
    timestamp: timestamp.nullable().meta({ description: 'Of the latest tick.' }),
    received_at: timestamp.nullable(),
    age_seconds: z
      .number()
      .nullable()
      .meta({ description: 'Since the latest tick was committed.', examples: [0.4] }),
    minute: feedMinute.nullable(),
  })
  .meta({ id: 'StockFeed' });

export const feed = listOf(stockFeed)
  .extend({
    checked_at: timestamp,
    quote_max_age_seconds: z.int().meta({ examples: [60] }),
    dead_letters: z
      .object({
        waiting: z.int().meta({ description: 'Approximate number of dead letters.', examples: [0] }),
        taken: z
          .int()
          .meta({ description: 'Approximate number currently being read by someone.', examples: [0] }),
      })
      .meta({ id: 'DeadLetterDepth' }),
    latest_audit: auditReport
      .pick({ finished_at: true, orders_checked: true, violation_count: true })
      .nullable()
      .meta({
        id: 'LatestAudit',
        description: 'Null before the first audit has finished. `GET /audit` returns the whole report.',
        examples: [{ finished_at: '2026-01-05T03:00:41.5Z', orders_checked: 4100, violation_count: 0 }],
      }),
  })
  .meta({ id: 'Feed' });

export const auditStarted = z.object({ started: always }).meta({ id: 'AuditStarted' });
export const tickPublished = z
  .object({ topic: z.string().meta({ examples: ['thndr-trading'] }) })
  .meta({ id: 'Published' });

export const openApi = z
  .looseObject({ openapi: z.literal('3.1.0') })
  .meta({ id: 'OpenApi', examples: [{ openapi: '3.1.0' }] });

/** Anything other than JSON. */
export const text = z.string().meta({ examples: ['…'] });
