import * as z from 'zod';
import {
  impliedType,
  inapplicablePrices,
  missingPrices,
  type OrderType,
  PRICE_FIELDS,
  type PriceField,
  rulesOf,
} from '../../domain/order-type';
import type { Side } from '../../domain/side';
import { A_STOCK, amount, instant, positiveAmount, positiveQuantity, stockId } from '../fields';
import { cursor, page } from '../lists';

const timeInForce = z.enum(['gtc', 'day', 'gtd', 'ioc', 'fok'], {
  error: 'must be one of gtc, day, gtd, ioc, fok',
});
const terms = {
  stock_id: stockId,
  total: positiveQuantity,
  time_in_force: timeInForce.default('gtc'),
  expires_at: instant.nullish(),
};

function expiresWhenGtd(
  order: { time_in_force: string; expires_at?: unknown },
  context: z.RefinementCtx,
): void {
  const isGtd = order.time_in_force === 'gtd';
  if (isGtd === (order.expires_at != null)) return;
  const message = isGtd ? 'is required when time_in_force is gtd' : 'requires time_in_force gtd';
  context.addIssue({ code: 'custom', path: ['expires_at'], message });
}

type OrderPrices = { readonly [Field in PriceField]?: unknown };

/** The prices given in a body; null counts as missing. */
export function givenPrices(body: OrderPrices): Set<PriceField> {
  return new Set(PRICE_FIELDS.filter((field) => body[field] != null));
}

function pricesOfType(side: Side) {
  return (
    order: OrderPrices & { type?: OrderType | undefined; time_in_force: string },
    context: z.RefinementCtx,
  ): void => {
    const given = givenPrices(order);
    const { type = impliedType(side, given) } = order;
    for (const { field, message } of [
      ...missingPrices(type, side, given),
      ...inapplicablePrices(type, side, given),
    ])
      context.addIssue({ code: 'custom', path: [field], message });
    const isImmediate = order.time_in_force === 'ioc' || order.time_in_force === 'fok';
    if (!isImmediate || rulesOf(type).canBeImmediate) return;
    const message = 'must be gtc, day or gtd for an order with a trigger';
    context.addIssue({ code: 'custom', path: ['time_in_force'], message });
  };
}

const BUY_TYPES = ['limit', 'market', 'stop', 'stop_limit'] as const;
const stopPrice = positiveAmount.nullish().meta({
  description:
    'For stop and stop_limit: the price that triggers the order, a buy when the market is at or above it, a sell ' +
    'when it is at or below it.',
});

export const newBuy = z
  .strictObject({
    ...terms,
    type: z.enum(BUY_TYPES, { error: `must be one of ${BUY_TYPES.join(', ')}` }).default('limit'),
    upper_bound: positiveAmount.nullish().meta({
      description:
        'The most that a share may cost. Required for limit and stop_limit, derived for market and stop.',
    }),
    lower_bound: amount.nullish().meta({ description: 'For limit: do not buy below this price.' }),
    stop_price: stopPrice,
    take_profit: positiveAmount.nullish().meta({
      description:
        'When the buy closes, an exit is placed for the shares it bought, to sell at this price or above …',
    }),
    stop_loss: positiveAmount.nullish().meta({
      description: '… or at any price once the market is at or below this one. Give either or both.',
    }),
  })
  .superRefine(expiresWhenGtd)
  .superRefine(pricesOfType('buy'))
  .meta({
    id: 'PlaceBuy',
    examples: [
      { stock_id: A_STOCK, total: 100, upper_bound: 20, lower_bound: 15.5, time_in_force: 'gtc' },
      { stock_id: A_STOCK, total: 100, type: 'market' },
      { stock_id: A_STOCK, total: 100, type: 'stop', stop_price: 22 },
      { stock_id: A_STOCK, total: 100, type: 'market', take_profit: 25, stop_loss: 18 },
    ],
  });

const SELL_TYPES = [...BUY_TYPES, 'exit'] as const;

export const newSell = z
  .strictObject({
    ...terms,
    type: z
      .enum(SELL_TYPES, { error: `must be one of ${SELL_TYPES.join(', ')}` })
      .optional()
      .meta({ description: 'Default: exit if take_profit or stop_loss is given, otherwise limit.' }),
    lower_bound: amount.nullish().meta({
      description: 'The least that a share may sell for. Required for limit and stop_limit.',
    }),
    upper_bound: positiveAmount.nullish().meta({ description: 'For limit: do not sell above this price.' }),
    stop_price: stopPrice,
    take_profit: positiveAmount.nullish().meta({
      description: 'For exit: sells at this price or above, unless stop_loss is reached first.',
    }),
    stop_loss: positiveAmount.nullish().meta({
      description: 'For exit: sells at any price once the market is at or below this one.',
    }),
  })
  .superRefine(expiresWhenGtd)
  .superRefine(pricesOfType('sell'))
  .meta({
    id: 'PlaceSell',
    examples: [
      { stock_id: A_STOCK, total: 60, lower_bound: 25, time_in_force: 'day' },
      { stock_id: A_STOCK, total: 60, take_profit: 25, stop_loss: 18 },
    ],
  });

export const orderReplacement = z
  .strictObject({
    total: positiveQuantity.optional(),
    lower_bound: amount.nullable().optional(),
    upper_bound: positiveAmount.nullable().optional(),
    stop_price: positiveAmount.optional(),
    take_profit: positiveAmount.nullable().optional(),
    stop_loss: positiveAmount.nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, {
    error: 'must change total or a price',
  })
  .meta({ id: 'ReplaceOrder', examples: [{ total: 80, upper_bound: 21.5 }] });

export const ordersQuery = page.extend({
  status: z.enum(['open', 'closed', 'all'], { error: 'must be open, closed or all' }).default('all'),
  stock_id: stockId.optional(),
});
export const cancellationQuery = z
  .strictObject({
    stock_id: stockId.optional(),
    all: z
      .literal('true', { error: 'must be true' })
      .optional()
      .meta({ description: 'Confirms that the open orders of all stocks are meant.' }),
    cursor,
  })
  .refine(({ stock_id, all }) => stock_id === undefined || all === undefined, {
    path: ['all'],
    error: 'cannot be combined with stock_id',
  });
