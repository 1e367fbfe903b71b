import * as z from 'zod';
import { unitsOf } from './decimal';
import type { SeenOrder } from './journal';
import { microsecondsOf } from './timestamps';

/** What the simulation reads from responses, with its own schemas rather than the contract's. */

const units = z.number().transform((value) => unitsOf(value));
const bound = units.nullable().transform((value) => value ?? undefined);
const instant = z.string().transform(microsecondsOf);

const OrderAnswer = z
  .object({
    id: z.string(),
    user_id: z.string(),
    stock_id: z.string(),
    side: z.enum(['buy', 'sell']),
    type: z.enum(['limit', 'market', 'stop', 'stop_limit', 'exit']),
    status: z.string(),
    total: z.int(),
    filled: z.int(),
    remaining: z.int(),
    lower_bound: bound,
    upper_bound: bound,
    stop_price: bound,
    take_profit: bound,
    stop_loss: bound,
    triggered_at: instant.nullable(),
    expires_at: instant.nullable(),
    hold: z.object({ initial: units, captured: units, released: units, remaining: units }),
  })
  .refine(
    ({ total, filled, remaining }) => filled + remaining === total,
    'filled + remaining is not the total',
  )
  .refine(
    ({ hold }) => hold.initial === hold.captured + hold.released + hold.remaining,
    'the parts of the hold do not add up',
  )
  .transform(
    (order): SeenOrder => ({
      id: order.id,
      userId: order.user_id,
      stockId: order.stock_id,
      side: order.side,
      type: order.type,
      status: order.status,
      total: order.total,
      filled: order.filled,
      remaining: order.remaining,
      lower: order.lower_bound,
      upper: order.upper_bound,
      stop: order.stop_price,
      takeProfit: order.take_profit,
      stopLoss: order.stop_loss,
      triggeredAt: order.triggered_at ?? undefined,
      expiresAt: order.expires_at ?? undefined,
    }),
  );

const Cancellations = z.object({
  results: z.array(z.object({ outcome: z.string(), order: OrderAnswer })),
  next: z.string().nullable(),
});
const Orders = z.object({ results: z.array(OrderAnswer), next: z.string().nullable() });

/** @returns the order, or what is wrong with the response */
export function readOrder(json: unknown): SeenOrder | string {
  return read(OrderAnswer, json);
}

export function readOrders(json: unknown): z.output<typeof Orders> | string {
  return read(Orders, json);
}

export function readCancellations(json: unknown): z.output<typeof Cancellations> | string {
  return read(Cancellations, json);
}

function read<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> | string {
  const parsed = schema.safeParse(json);
  return parsed.success ? parsed.data : `${z.prettifyError(parsed.error)} in ${JSON.stringify(json)}`;
}
