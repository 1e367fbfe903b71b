import type { Equity, Position, UserPage } from '../api/answers';
import { quotes } from '../live/quotes';
import { difference, sharesWorth, total } from '../money/exact';

/**
 * What holdings are worth at the latest quotes. The cash and the costs are the server's; here a price is multiplied
 * by shares, and what is unknown makes every sum that it belongs to unknown.
 */

type Held = Pick<Position, 'stock_id' | 'total_count' | 'market_value'>;

export function marketValueOf(position: Held): number | null {
  const live = quotes.of(position.stock_id).value;
  if (live?.price) return sharesWorth(live.price, position.total_count);
  return position.market_value;
}

export function unrealizedOf(position: Held & Pick<Position, 'cost' | 'unrealized_profit'>): number | null {
  const value = marketValueOf(position);
  if (value === null || position.cost === undefined) return position.unrealized_profit;
  return difference(value, position.cost);
}

export function availableOf(user: Pick<UserPage, 'balance' | 'frozen'>): number {
  return difference(user.balance, user.frozen);
}

export function holdingsValueOf(user: Pick<UserPage, 'stocks'>): number | null {
  const values = user.stocks.map(marketValueOf);
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? total(known) : null;
}

/** What the equity has gained since midnight UTC, less what was paid in and out; undefined until both reads agree. */
export function profitToday(
  user: Pick<UserPage, 'balance' | 'stocks'>,
  course: Equity | undefined,
): number | null | undefined {
  const [first, last] = [course?.results[0], course?.results.at(-1)];
  // One was read before the last movement of money, and the other after it.
  if (!first || !last || last.cash !== user.balance) return undefined;
  const now = equityOf(user);
  return now === null || first.equity === null ? null : total([now, -first.equity, -last.deposited]);
}

export function equityOf(user: Pick<UserPage, 'balance' | 'stocks'>): number | null {
  const holdings = holdingsValueOf(user);
  return holdings === null ? null : total([user.balance, holdings]);
}
