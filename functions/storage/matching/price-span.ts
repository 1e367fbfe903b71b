import { assert } from '../../domain/assert';
import type { PriceSpan } from '../../domain/book';
import { greatest, least } from '../../domain/extremes';
import type { Quote, Stock } from '../../domain/stock';
import type { IncomingTick } from '../../domain/tick';

/**
 * The prices that the session will match at: the ticks', and those that the stock still has to match. Orders triggered
 * by a late tick may meet the quote as well.
 */
export function spanOf(stock: Stock, ticks: readonly IncomingTick[]): PriceSpan {
  const prices = ticks.map((tick) => tick.price);
  if (stock.overtaken) prices.push(stock.overtaken.price);
  if (stock.quote && mayMatch(stock, stock.quote, ticks)) prices.push(stock.quote.price);
  const [first, ...rest] = prices;
  assert(first !== undefined, 'a session has no price to match at');
  return { lowest: least(first, ...rest), highest: greatest(first, ...rest) };
}

function mayMatch({ unsettled, overtaken }: Stock, quote: Quote, ticks: readonly IncomingTick[]): boolean {
  const isLate = overtaken !== undefined || ticks.some(({ timestamp }) => timestamp < quote.timestamp);
  return unsettled || ticks.length === 0 || isLate;
}
