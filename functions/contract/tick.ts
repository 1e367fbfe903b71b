import * as z from 'zod';
import { identityOf, type PublishedTick } from '../domain/tick';
import { instant, positiveAmount, quantityOrNone, stockId } from './fields';
import { isPlain, isReadable } from './text';

export const MAX_TICKS_PER_MESSAGE = 500;

const A_TICK = {
  stock_id: '6ffb8e62-92c1-40c7-9d38-5b976a346b62',
  name: 'CIB',
  price: 28,
  availability: 46,
  timestamp: '2019-12-15 14:36:33.462393',
};

const tickFields = z.object({
  stock_id: stockId,
  name: z
    .string()
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(100, { error: 'must have at most 100 characters' })
    .refine(isPlain, { error: 'must not contain control characters' })
    .refine((name) => name === '' || isReadable(name), {
      error: 'must not contain invisible or direction-changing characters',
    }),
  price: positiveAmount,
  availability: quantityOrNone,
  timestamp: instant,
  sequence: z
    .int({ error: 'must be a whole number' })
    .min(0, { error: 'must not be negative' })
    .nullish()
    .meta({
      description:
        'Distinguishes ticks that are otherwise equal, for feeds with timestamps no finer than a second. Without ' +
        'one, a tick with the timestamp, price and availability of an earlier one counts as a repetition.',
      examples: [4711],
    }),
  ask: positiveAmount.nullish().meta({
    description: 'What buys are filled at. Without it, the price is. Statistics stay on the price.',
    examples: [28.01],
  }),
  bid: positiveAmount.nullish().meta({
    description: 'What sells are filled at, not greater than the ask. Without it, the price is.',
    examples: [27.99],
  }),
  ask_size: quantityOrNone.nullish().meta({
    description: 'How many shares buys take together. Without it, as many as are available.',
    examples: [40],
  }),
  bid_size: quantityOrNone.nullish().meta({
    description: 'The same of sells, where `sellLiquidity` limits them.',
    examples: [40],
  }),
});

/** The fields that are read; others are ignored. */
export const TICK_FIELDS: readonly string[] = Object.keys(tickFields.shape);

/** One price on the market, as publishers send it over MQTT. */
export const tickMessage = tickFields
  .superRefine(({ ask, bid, ask_size, bid_size }, context) => {
    if (ask != null && bid != null && bid > ask)
      context.addIssue({ code: 'custom', path: ['bid'], message: 'must not be greater than ask' });
    if (ask_size != null && ask == null)
      context.addIssue({ code: 'custom', path: ['ask_size'], message: 'needs an ask' });
    if (bid_size != null && bid == null)
      context.addIssue({ code: 'custom', path: ['bid_size'], message: 'needs a bid' });
  })
  .transform(
    ({ stock_id, name, price, availability, timestamp, ...extras }): PublishedTick => ({
      stockId: stock_id,
      name,
      ...identityOf({
        ...{ price, availability, timestamp },
        sequence: extras.sequence ?? undefined,
        ask: extras.ask ?? undefined,
        bid: extras.bid ?? undefined,
        askSize: extras.ask_size ?? undefined,
        bidSize: extras.bid_size ?? undefined,
      }),
    }),
  )
  .meta({ id: 'TickMessage', examples: [A_TICK] });

/** A message: a tick or several, each of which is accepted or refused on its own. */
export const ticksPayload = z
  .union([tickMessage, z.array(tickMessage).min(1).max(MAX_TICKS_PER_MESSAGE)])
  .meta({ id: 'TicksPayload', examples: [A_TICK] });
