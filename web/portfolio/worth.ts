import type { Position, UserPage } from '../api/answers';
import { quotes } from '../live/quotes';
import { difference, sharesWorth, total } from './exact';

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

export function equityOf(user: Pick<UserPage, 'balance' | 'stocks'>): number | null {
  const holdings = holdingsValueOf(user);
  return holdings === null ? null : total([user.balance, holdings]);
}
