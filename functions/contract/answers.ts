import * as z from 'zod';
import { INTERVALS } from '../domain/candle';

/** The API's responses. Money is a JSON number, exact to the fourth decimal; times are RFC 3339 in UTC. */

const timestamp = z.string().meta({ format: 'date-time', examples: ['2026-01-05T12:00:00.25Z'] });

// Examples of shared fields; together they describe one partially filled buy.
const userId = z.string().meta({ examples: ['6b1f9b3e-6f0c-4c59-9a53-2f1f4b0f6d11'] });
const stockId = z.string().meta({ examples: ['6ffb8e62-92c1-40c7-9d38-5b976a346b62'] });
const stockName = z.string().meta({ examples: ['CIB'] });
const orderId = z.string().meta({ examples: ['01KE7AHT7A0000000000000000'] });
const price = z.number().meta({ examples: [20] });
const shares = z.int().meta({ examples: [60] });
const always = z.literal(true).meta({ examples: [true] });

export const userSummary = z
  .object({
    id: userId,
    username: z.string().meta({ examples: ['nour'] }),
    email: z.string().meta({ examples: ['nour@example.com'] }),
    balance: z.number().meta({ description: 'Total cash, including what open buys hold.', examples: [8800] }),
    frozen: z.number().meta({ description: 'The part of the balance that open buys hold.', examples: [800] }),
    open_buys: z.int().meta({ description: 'Number of open buys.', examples: [1] }),
    created_at: timestamp,
  })
  .meta({ id: 'UserSummary' });

const actor = z
  .object({ id: userId, username: z.string().meta({ examples: ['admin'] }) })
  .meta({ id: 'Actor' });

export const transaction = z
  .object({
    id: z.string().meta({ examples: ['01KE7AHV3G0000000000000000'] }),
    type: z.enum(['Buy', 'Sell', 'Deposit', 'Withdrawal']),
    stock: stockName.nullable(),
    stock_id: stockId.nullable(),
    order_id: orderId.nullable(),
    stock_price: price.nullable(),
    total_price: z.number().meta({
      description: 'Price × shares, or the amount deposited or withdrawn. Never negative.',
      examples: [1200],
    }),
    total_count: shares.nullable(),
    fee: z
      .number()
      .nullable()
      .meta({
        description:
          'Charged on top of the total price of a buy, deducted from that of a sell. Otherwise null.',
        examples: [0],
      }),
    cost: z
      .number()
      .nullable()
      .meta({
        description:
          "Of your own sell: the cost of its shares, by the holding's average. Null for sells before version 0.2.",
        examples: [null],
      }),
    realized_profit: z
      .number()
      .nullable()
      .meta({ description: "The sell's proceeds less that cost.", examples: [null] }),
    timestamp,
    by: actor.nullable().meta({
      description: 'The administrator who moved the money, if not the user.',
      examples: [null],
    }),
  })
  .meta({ id: 'Transaction' });

export const position = z
  .object({
    stock_id: stockId,
    name: stockName,
    total_count: shares,
    frozen_count: z.int().meta({ examples: [0] }),
    average_price: z
      .number()
      .meta({ description: 'The average price paid for the shares held now.', examples: [20] }),
    cost: z.number().meta({
      description: 'The cost of the shares held now: exact, whereas the average is rounded.',
      examples: [1200],
    }),
    realized_profit: z.number().meta({
      description:
        'Proceeds of the sales of the stock less the cost of the shares sold, not counting sales before version 0.2.',
      examples: [0],
    }),
    market_value: z
      .number()
      .nullable()
      .meta({ examples: [1230] }),
    unrealized_profit: z
      .number()
      .nullable()
      .meta({ examples: [30] }),
  })
  .meta({ id: 'Position' });

export const userPage = userSummary
  .extend({ stocks: z.array(position), recent_transactions: z.array(transaction) })
  .meta({ id: 'User' });

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

const reason = z
  .object({
    code: z.enum([
      'no_quote',
      'not_triggered',
      'price_above_bounds',
      'price_below_bounds',
      'quote_quiet',
      'nothing_offered',
      'quote_used_up',
      'fill_limit',
      'due',
    ]),
    message: z.string().meta({
      examples: ['The price, 20.50, is 0.50 above the most it accepts, 20.00.'],
    }),
    price: z
      .number()
      .nullable()
      .meta({ description: 'Of the latest tick.', examples: [20.5] }),
    bound: price.nullable().meta({ description: 'The price to be reached.', examples: [20] }),
    distance: z
      .number()
      .nullable()
      .meta({ description: 'Between price and bound.', examples: [0.5] }),
    offered: z
      .int()
      .nullable()
      .meta({ description: 'Shares offered by the latest tick.', examples: [null] }),
    received_at: timestamp.nullable().meta({ examples: [null] }),
  })
  .meta({ id: 'Reason' });

const ahead = z
  .object({
    orders: z.int().meta({ examples: [2] }),
    shares: z.int().meta({ description: 'Their remaining shares.', examples: [150] }),
    is_complete: z.boolean().meta({ description: 'Whether these are all of them.', examples: [true] }),
  })
  .meta({ id: 'Ahead', description: 'Orders with priority over this one at the current price.' });

export const explanation = z
  .object({
    order,
    summary: z.string().meta({
      examples: [
        '60 of 100 shares filled at 20.00 on average. The price, 20.50, is 0.50 above the most it accepts, 20.00.',
      ],
    }),
    reasons: z.array(reason).meta({
      description: 'Why an open order is not filled. An exit has a reason for each of its two ways to fill.',
    }),
    ahead: ahead
      .nullable()
      .meta({ description: 'Null if the order waits for the price rather than for others.' }),
    fills: z.array(transaction).meta({ description: 'Oldest first.' }),
    is_complete: z.boolean().meta({
      description: 'Whether these are all fills; older ones are among the transactions.',
    }),
  })
  .meta({ id: 'Explanation' });
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

export const cancellation = z
  .object({
    order_id: orderId,
    outcome: z.enum(['canceled', 'order_closed']).meta({
      description: '`order_closed` if it was filled or canceled just before.',
    }),
    order,
  })
  .meta({ id: 'Cancellation' });

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
      .meta({ description: 'What buys are filled at, where the feed tells.', examples: [20.5] }),
    bid: z
      .number()
      .nullable()
      .meta({ description: 'What sells are filled at, where the feed tells.', examples: [20.25] }),
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

export const accessToken = z
  .object({
    access_token: z.string().meta({ examples: ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJub3VyIn0.c2ln'] }),
    token_type: z.literal('Bearer'),
    expires_in: z.int().meta({ description: 'In seconds.', examples: [3600] }),
    refresh_token: z
      .string()
      .optional()
      .meta({ examples: ['eyJjdHkiOiJKV1QifQ'] }),
  })
  .meta({ id: 'AccessToken' });

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
  })
  .meta({ id: 'Feed' });

export const auditStarted = z.object({ started: always }).meta({ id: 'AuditStarted' });
export const tickPublished = z
  .object({ topic: z.string().meta({ examples: ['thndr-trading'] }) })
  .meta({ id: 'Published' });

const equityPoint = z
  .object({
    timestamp,
    cash: z.number().meta({ description: 'Including what open buys hold.', examples: [8800] }),
    holdings: z
      .number()
      .nullable()
      .meta({
        description: 'At the last prices before. Null if a stock held had no price yet.',
        examples: [1230],
      }),
    equity: z
      .number()
      .nullable()
      .meta({ description: 'cash + holdings', examples: [10_030] }),
    deposited: z
      .number()
      .meta({ description: 'Deposits less withdrawals since the first point.', examples: [0] }),
    profit: z
      .number()
      .nullable()
      .meta({
        description: 'Change of equity since the first point, less `deposited`.',
        examples: [30],
      }),
  })
  .meta({ id: 'EquityPoint' });

export const equity = z
  .object({
    from: timestamp.meta({
      description:
        'Where it begins: later than requested if the account is younger, or if more than 1000 ledger entries are ' +
        'in between.',
    }),
    results: z.array(equityPoint).meta({ description: 'At most 200, evenly spaced, oldest first.' }),
  })
  .meta({ id: 'Equity' });

export const signedOut = z.object({ signed_out: always }).meta({ id: 'SignedOut' });

export const signUpPending = z
  .object({
    username: userSummary.shape.username,
    email: userSummary.shape.email,
    confirmation: z.literal('pending'),
  })
  .meta({ id: 'SignUpPending' });
/** Doesn't reveal whether the user exists, or where the code went. */
export const codeRequested = z.object({ requested: z.literal(true) }).meta({ id: 'CodeRequested' });
export const passwordChanged = z
  .object({ password_changed: z.literal(true) })
  .meta({ id: 'PasswordChanged' });

export const openApi = z
  .looseObject({ openapi: z.literal('3.1.0') })
  .meta({ id: 'OpenApi', examples: [{ openapi: '3.1.0' }] });

/** Anything other than JSON. */
export const text = z.string().meta({ examples: ['…'] });

/** @param item has an id, which names the list */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z
    .object({
      results: z.array(item),
      next: z
        .string()
        .nullable()
        .meta({ description: 'Send it as `cursor` for the next page.', examples: [null] }),
    })
    .meta({ id: `${item.meta()?.id}List` });
}
