import * as z from 'zod';
import { shares, stockId, stockName, timestamp, userId } from '../answer-fields';
import { transaction } from '../ledger/answers';

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
