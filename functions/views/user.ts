import type * as z from 'zod';
import type * as answers from '../contract/users/answers';
import { type Account, balanceOf } from '../domain/account';
import { averagePrice, type Holding, totalShares } from '../domain/holding';
import { formatInstant } from '../domain/instant';
import { minus, toJsonNumber, worth } from '../domain/money';
import type { Stock } from '../domain/stock';
import type { UserPage } from '../storage/queries/read-user-page';
import { amountOrNull } from './money';
import { transactionView } from './transaction';

export function userSummaryView(account: Account): z.input<typeof answers.userSummary> {
  return {
    id: account.userId,
    username: account.username,
    email: account.email,
    balance: toJsonNumber(balanceOf(account)),
    frozen: toJsonNumber(account.frozen),
    open_buys: account.openBuys,
    created_at: formatInstant(account.createdAt),
  };
}

export function userPageView({
  account,
  positions,
  recentEntries,
}: UserPage): z.input<typeof answers.userPage> {
  return {
    ...userSummaryView(account),
    stocks: positions.map(({ holding, stock }) => positionView(holding, stock)),
    recent_transactions: recentEntries.map(transactionView),
  };
}

function positionView(holding: Holding, stock: Stock): z.input<typeof answers.position> {
  const shares = totalShares(holding);
  const value = stock.quote && worth(stock.quote.price, shares);
  return {
    stock_id: stock.id,
    name: stock.name,
    total_count: shares,
    frozen_count: holding.frozen,
    average_price: averagePrice(holding),
    cost: toJsonNumber(holding.cost),
    realized_profit: toJsonNumber(holding.realized),
    market_value: amountOrNull(value),
    unrealized_profit: amountOrNull(value === undefined ? undefined : minus(value, holding.cost)),
  };
}
