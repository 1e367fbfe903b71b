import * as z from 'zod';
import { actor, orderId, price, shares, stockId, stockName, timestamp } from '../answer-fields';

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
