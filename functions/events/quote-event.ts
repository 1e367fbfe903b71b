import type { QuoteEvent } from '../contract/events';
import { formatInstant } from '../domain/instant';
import { toJsonNumber } from '../domain/money';
import { type QuotedStock, quoteOfStockItem } from '../storage/items/stock';
import { amountOrNull } from '../views/money';
import type { TableChange } from './table-change';

/** The quote that a change of a stock's item brought, or undefined if it left the quote unchanged. */
export function quoteEventOf({ before, after }: TableChange): QuoteEvent | undefined {
  const stock = after && quoteOfStockItem(after);
  if (!stock?.quote || (before && isSameQuote(quoteOfStockItem(before), stock))) return undefined;
  const { price, ask, bid, left, timestamp, receivedAt } = stock.quote;
  return {
    type: 'quote',
    id: `${stock.id}-${stock.version}`,
    sequence: stock.version,
    stock_id: stock.id,
    name: stock.name,
    price: toJsonNumber(price),
    ask: amountOrNull(ask),
    bid: amountOrNull(bid),
    availability: left,
    timestamp: formatInstant(timestamp),
    received_at: formatInstant(receivedAt),
  };
}

function isSameQuote(a: QuotedStock, b: QuotedStock): boolean {
  return (
    a.name === b.name &&
    a.quote?.price === b.quote?.price &&
    a.quote?.ask === b.quote?.ask &&
    a.quote?.bid === b.quote?.bid &&
    a.quote?.left === b.quote?.left &&
    a.quote?.timestamp === b.quote?.timestamp
  );
}
