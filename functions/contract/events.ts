import * as z from 'zod';
import { transaction } from './ledger/answers';
import { order } from './orders/answers';

/** What the system publishes over MQTT. As in the API, money is a JSON number, and times are RFC 3339 in UTC. */

/** Delivery is at least once: a repeated delivery has the same id. */
const id = z
  .string()
  .meta({ description: 'The same in every delivery of the event: drop ids already seen.' });

const sequence = z.string().meta({
  description:
    "Orders a user's events when compared as text. It has gaps, and is the same in every delivery.",
  examples: ['0000000000000000000000000000000000004711-00'],
});

const fillEvent = z
  .object({
    type: z.literal('fill'),
    id: id.meta({ description: 'The id of the transaction.' }),
    sequence,
    user_id: z.string(),
    fill: transaction,
  })
  .meta({
    id: 'FillEvent',
    description: 'Shares of an order were traded. Precedes the event of the order after the fill.',
  });

const orderEvent = z.object({ type: z.literal('order'), id, sequence, user_id: z.string(), order }).meta({
  id: 'OrderEvent',
  description: 'An order after it was placed, filled, replaced or closed.',
});

/** On the topic of a user's orders. */
export const userEvent = z.discriminatedUnion('type', [fillEvent, orderEvent]).meta({ id: 'UserEvent' });
export type UserEvent = z.infer<typeof userEvent>;

export const quoteEvent = z
  .object({
    type: z.literal('quote'),
    id,
    sequence: z.int().meta({
      description:
        "The stock's version, which orders its quotes. It has gaps, as only the latest of a batch is published.",
    }),
    stock_id: z.string(),
    name: z.string(),
    price: z.number(),
    ask: z.number().nullable().meta({ description: 'What buys are filled at, if the feed sends it.' }),
    bid: z.number().nullable().meta({ description: 'What sells are filled at, if the feed sends it.' }),
    availability: z.int().meta({ description: "What buys haven't yet taken of the tick." }),
    timestamp: z.string().meta({ format: 'date-time' }),
    received_at: z.string().meta({
      format: 'date-time',
      description: 'When the tick was committed. The age of a quote counts from here.',
    }),
  })
  .meta({ id: 'QuoteEvent' });
export type QuoteEvent = z.infer<typeof quoteEvent>;

/** The topics of events, with `+` or `*` for the id in a filter or a policy. */
export const eventTopics = {
  all: 'trading/#',
  ordersOf: (userId: string) => `trading/users/${userId}/orders`,
  quoteOf: (stockId: string) => `trading/stocks/${stockId}/quote`,
};
