import { assert } from '../../domain/assert';
import type { PriceSpan } from '../../domain/book';
import { greatest, least } from '../../domain/extremes';
import type { Stock } from '../../domain/stock';
import type { IncomingTick } from '../../domain/tick';

/** The prices that the session will match at: the ticks', and those that the stock has left to match. */
export function spanOf(stock: Stock, ticks: readonly IncomingTick[]): PriceSpan {
  const prices = ticks.map((tick) => tick.price);
  if (stock.overtaken) prices.push(stock.overtaken.price);
  if (stock.quote && (stock.unsettled || ticks.length === 0)) prices.push(stock.quote.price);
  const [first, ...rest] = prices;
  assert(first !== undefined, 'a session matches at some price');
  return { lowest: least(first, ...rest), highest: greatest(first, ...rest) };
}
