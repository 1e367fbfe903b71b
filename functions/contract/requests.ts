import * as z from 'zod';
import { CHART_INTERVALS } from '../domain/candle-chart';
import type { Side } from '../domain/order';
import {
  impliedType,
  missingPrices,
  type OrderType,
  PRICE_FIELDS,
  type PriceField,
  rulesOf,
  strangePrices,
} from '../domain/order-type';
import {
  amount,
  instant,
  instantInQuery,
  orderId,
  positiveAmount,
  positiveQuantity,
  stockId,
} from './fields';
import { composed, isOfOneWriting, isPlain, isVisible } from './text';

/** The API's requests. Objects are strict: unknown fields are refused, never ignored. */

export const nothing = z.strictObject({});

export const userPath = z.strictObject({
  user_id: z
    .string()
    .max(64)
    .meta({ description: "A user's id, or `me`.", examples: ['me'] }),
});
export const orderPath = userPath.extend({ order_id: orderId });
export const stockPath = z.strictObject({ stock_id: stockId });
export const assetPath = z.strictObject({
  file: z
    .string()
    .max(64)
    .meta({ examples: ['swagger-ui.css'] }),
});

/** Letters with their marks and digits, with `.`, `_` and `-` in between. */
const USERNAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._-]*[\p{L}\p{M}\p{N}])?$/u;
const STACKED_MARKS = /\p{M}{5}/u;

function isUsername(name: string): boolean {
  return USERNAME.test(name) && isVisible(name) && !STACKED_MARKS.test(name);
}

const username = z
  .string()
  .transform(composed)
  .pipe(
    z
      .string()
      .min(3, { error: 'must have at least 3 characters' })
      .max(40, { error: 'must have at most 40 characters' })
      .refine(isUsername, { error: 'must consist of letters, digits, and . _ - between them' })
      .refine(isOfOneWriting, { error: 'must not mix letters of different scripts' }),
  )
  .meta({ type: 'string', minLength: 3, maxLength: 40, pattern: USERNAME.source, examples: ['nour'] });

const password = z
  .string()
  .min(1, { error: 'must not be empty' })
  .max(256, { error: 'must have at most 256 characters' })
  .refine(isPlain, { error: 'must not contain control characters' })
  .transform(composed)
  .meta({ format: 'password', examples: ['Keep-it-secret-1'] });

export const newUser = z
  .strictObject({
    username,
    email: z
      .email({ error: 'must be an email address' })
      .max(254)
      .meta({ examples: ['nour@example.com'] }),
    password,
  })
  .meta({ id: 'CreateUser' });

const remember = z
  .boolean()
  .meta({ description: 'For browsers: the refresh token is sent in a cookie that scripts cannot read.' });
export const credentials = z.strictObject({
  username: z
    .string()
    .min(1)
    .max(128)
    .refine(isPlain)
    .transform(composed)
    .meta({ examples: ['nour'] }),
  password,
  remember: remember.default(false),
});
const refreshToken = z
  .string()
  .min(1)
  .max(4096)
  .refine(isPlain)
  .meta({ examples: ['eyJjdHkiOiJKV1QifQ'] });
const refreshment = z.strictObject({ refresh_token: refreshToken });
/** Uses the cookie of an earlier sign-in. */
const remembrance = z.strictObject({ remember: z.literal(true) });
export const signIn = z
  .union([credentials, refreshment, remembrance], {
    error: 'must be username and password, or refresh_token, or just remember',
  })
  .meta({
    id: 'SignIn',
    shownAs: credentials
      .extend({ remember, refresh_token: refreshToken })
      .partial()
      .meta({
        description:
          'username and password, or the refresh_token of an earlier sign-in, or just remember to use its cookie.',
        examples: [{ username: 'nour', password: 'Keep-it-secret-1' }],
      }),
  });
export const signOut = z
  .strictObject({ refresh_token: refreshToken.optional() })
  .meta({ id: 'SignOut', description: 'Without a token, the one in the cookie is revoked.' });

const code = z
  .string()
  .regex(/^[0-9]{4,10}$/, { error: 'must be the digits of the code' })
  .meta({ examples: ['123456'] });
const knownName = credentials.shape.username;
export const confirmation = z.strictObject({ username, password, code }).meta({
  id: 'ConfirmUser',
  description: 'Username and password of the sign-up, and the code sent.',
});
export const forgottenPassword = z.strictObject({ username: knownName }).meta({ id: 'ForgottenPassword' });
export const passwordReset = z
  .strictObject({ username: knownName, code, password })
  .meta({ id: 'ResetPassword', description: 'The code sent, and the new password.' });
export const passwordChange = z
  .strictObject({ password, new_password: password })
  .meta({ id: 'ChangePassword' });

export const transfer = z
  .strictObject({ amount: positiveAmount })
  .meta({ id: 'Transfer', examples: [{ amount: 10000 }] });

const A_STOCK = '6ffb8e62-92c1-40c7-9d38-5b976a346b62';

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
      ...strangePrices(type, side, given),
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

export const orderChange = z
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

function wholeNumber(maximum: number) {
  return z
    .string()
    .regex(/^\d{1,3}$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(
      z
        .int()
        .min(1, { error: 'must be at least 1' })
        .max(maximum, { error: `must be at most ${maximum}` }),
    );
}

const limit = wholeNumber(100).default(20).meta({ type: 'integer', minimum: 1, maximum: 100, default: 20 });
const cursor = z.string().max(2048).optional().meta({
  description: 'The `next` of the previous page, unchanged. It is opaque.',
  // Documented, not validated: a malformed cursor gets the same response as one that no list returned.
  pattern: '^[A-Za-z0-9_-]+$',
});

export const page = z.strictObject({ limit, cursor });
const prefix = z
  .string()
  .min(1, { error: 'must not be empty' })
  .max(100, { error: 'must have at most 100 characters' })
  .refine(isPlain, { error: 'must not contain control characters' })
  .optional()
  .meta({ description: 'Start of the name, case-insensitive.', examples: ['c'] });
export const stocksQuery = page.extend({ prefix });
export const usersQuery = page
  .extend({
    prefix,
    email: z
      .string()
      .min(1, { error: 'must not be empty' })
      .max(254, { error: 'must have at most 254 characters' })
      .refine(isPlain, { error: 'must not contain control characters' })
      .optional()
      .meta({ description: 'The whole address, case-insensitive. Not together with prefix.' }),
  })
  .superRefine(({ prefix, email }, context) => {
    if (prefix === undefined || email === undefined) return;
    context.addIssue({ code: 'custom', path: ['email'], message: 'cannot be combined with prefix' });
  });
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
export const transactionsQuery = page
  .extend({
    type: z
      .enum(['deposit', 'withdrawal', 'buy', 'sell'], { error: 'must be deposit, withdrawal, buy or sell' })
      .optional(),
    stock_id: stockId.optional(),
    from_date: instantInQuery.optional(),
    to_date: instantInQuery.optional(),
  })
  .superRefine(fromBeforeTo);

const dates = { from_date: instantInQuery.optional(), to_date: instantInQuery.optional() };
export const stockQuery = z.strictObject(dates).superRefine(fromBeforeTo);
export const ticksQuery = page.extend(dates).superRefine(fromBeforeTo);
export const bookQuery = z.strictObject({
  side: z.enum(['buy', 'sell'], { error: 'must be buy or sell' }).default('buy'),
  limit,
});
const MAX_SPARKLINES = 50;
const interval = z.enum(CHART_INTERVALS, { error: 'must be 1m, 5m, 15m, 1h or 1d' }).default('1m');
export const sparklinesQuery = z.strictObject({
  stock_ids: z
    .string()
    .max(MAX_SPARKLINES * (A_STOCK.length + 1))
    .transform((list) => list.split(','))
    .pipe(z.array(stockId).max(MAX_SPARKLINES, { error: `must be at most ${MAX_SPARKLINES}` }))
    .meta({
      description: `At most ${MAX_SPARKLINES}, separated by commas.`,
      // Without percent-encoding, the maximum fits into a request line.
      pattern: '^[0-9A-Fa-f,-]+$',
      examples: [A_STOCK],
    }),
  interval,
  points: wholeNumber(60).default(30).meta({ type: 'integer', minimum: 1, maximum: 60, default: 30 }),
});
export const candlesQuery = page
  .extend({
    ...dates,
    interval,
    fill: z
      .enum(['true', 'false'], { error: 'must be true or false' })
      .default('false')
      .transform((word) => word === 'true')
      .meta({
        description:
          'Whether to include intervals without ticks, which repeat the previous close. They extend to `to_date` or ' +
          'the present; without `to_date`, to the newest interval with ticks.',
      }),
  })
  .superRefine(fromBeforeTo);

function fromBeforeTo(
  { from_date, to_date }: { from_date?: number | undefined; to_date?: number | undefined },
  context: z.RefinementCtx,
): void {
  if (from_date === undefined || to_date === undefined || from_date <= to_date) return;
  context.addIssue({ code: 'custom', path: ['from_date'], message: 'must not be after to_date' });
}

const selection = {
  reason: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Only letters whose reason contains this.', examples: ['price'] }),
};
export const deadLettersQuery = z.strictObject({ ...selection, limit });
export const deadLetterSelection = z
  .strictObject({
    ...selection,
    ids: z
      .array(z.string().min(1).max(100))
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Only these letters.', examples: [['c7a2a3d0-8d1c-4d4e-9d5c-0a4d1c6f1a11']] }),
    all: z.boolean().optional().meta({ description: 'Every letter.' }),
  })
  .refine(({ reason, ids, all }) => reason !== undefined || ids !== undefined || all === true, {
    error: 'must have reason, ids or all',
  })
  .meta({ id: 'DeadLetterSelection', examples: [{ reason: 'price' }] });

/** Anything publishable; the matcher checks whether it is a tick. Untyped, as generators handle unions badly. */
export const message = z
  .unknown()
  .refine((body) => (Array.isArray(body) ? body.length > 0 : typeof body === 'object' && body !== null), {
    error: 'must be an object or a non-empty array',
  })
  .meta({
    description: 'A tick or an array of ticks.',
    id: 'Message',
    examples: [
      {
        stock_id: A_STOCK,
        name: 'CIB',
        price: 28,
        availability: 46,
        timestamp: '2019-12-15 14:36:33.462393',
      },
    ],
  });
