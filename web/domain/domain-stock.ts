import { parseInstant } from '../../functions/domain/instant';
import { quantity } from '../../functions/domain/money';
import { newStock, type Stock } from '../../functions/domain/stock';
import type { LiveStock } from '../live/quotes';
import { exactly } from '../money/exact';
import { instantAt, stockIdOf } from './typed';

/** A stock as the domain has it, as far as an order meets it: its quote. */
export function domainStock(live: LiveStock): Stock {
  const { stockId, name, price, ask, bid, availability, timestamp, receivedAt } = live;
  const stock = newStock(stockIdOf(stockId), name);
  if (price === null || availability === null || timestamp === null) return stock;
  const instant = (text: string) => parseInstant(text) ?? instantAt(Date.parse(text));
  const left = quantity(availability);
  const quote = {
    price: exactly(price),
    ask: ask == null ? undefined : exactly(ask),
    bid: bid == null ? undefined : exactly(bid),
    timestamp: instant(timestamp),
    availability: left,
    left,
    receivedAt: instant(receivedAt ?? timestamp),
  };
  return { ...stock, quote };
}
