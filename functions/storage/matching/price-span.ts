import { assert } from '../../domain/assert';
import type { PriceSpan } from '../../domain/book';
import { greatest, least } from '../../domain/extremes';
import type { Side } from '../../domain/side';
import type { Quote, Stock } from '../../domain/stock';
import { type IncomingTick, priceFor, type TickIdentity } from '../../domain/tick';

/**
 * The prices that the session will match each side at: the ticks', and those that the stock has left to match. What a
 * late tick triggers meets the quote as well.
 */
export function spansOf(stock: Stock, ticks: readonly IncomingTick[]): Record<Side, PriceSpan> {
  const met: TickIdentity[] = [...ticks];
  if (stock.overtaken) met.push(stock.overtaken);
  if (stock.quote && mayMatch(stock, stock.quote, ticks)) met.push(stock.quote);
  return { buy: spanOf('buy', met), sell: spanOf('sell', met) };
}

function spanOf(side: Side, met: readonly TickIdentity[]): PriceSpan {
  const [first, ...rest] = met.map((tick) => priceFor(side, tick));
  assert(first !== undefined, 'a session matches at some price');
  return { lowest: least(first, ...rest), highest: greatest(first, ...rest) };
}

function mayMatch({ unsettled, overtaken }: Stock, quote: Quote, ticks: readonly IncomingTick[]): boolean {
  const isLate = overtaken !== undefined || ticks.some(({ timestamp }) => timestamp < quote.timestamp);
  return unsettled || ticks.length === 0 || isLate;
}
