import * as z from 'zod';
import { orderId, stockId } from './fields';

/** Parameters of paths. Objects are strict, as in all requests: unknown fields are refused, never ignored. */

export const nothing = z.strictObject({});

export const userPath = z.strictObject({
  user_id: z
    .string()
    .max(64)
    .meta({ description: "A user's id, or `me`.", examples: ['me'] }),
});
export const orderPath = userPath.extend({ order_id: orderId });
export const stockPath = z.strictObject({ stock_id: stockId });
