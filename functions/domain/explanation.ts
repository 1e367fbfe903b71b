import { isTradable } from './fill';
import type { Instant } from './instant';
import { MAX_AMOUNT, type Money, minus, type Quantity, worth } from './money';
import { isLive, isOpen, type Order, pendingStop, priceRange } from './order';
import { isFresh, offeredTo, type Quote, type Stock } from './stock';
import { offerFor, priceFor } from './tick';

/** Why an order isn't filled, with the relevant figures. */
export type Reason =
  /** The stock has no price. */
  | { readonly code: 'no_quote' }
  | PriceReason<'not_triggered'>
  | PriceReason<'price_above_bounds'>
  | PriceReason<'price_below_bounds'>
  /** The quote is too old to fill new orders, and earlier ones have had their turn. */
  | { readonly code: 'quote_quiet'; readonly receivedAt: Instant }
  /** The tick offered no shares. */
  | { readonly code: 'nothing_offered'; readonly price: Money }
  /** Everything it offered is taken, by others or by this order itself. */
  | { readonly code: 'quote_used_up'; readonly price: Money; readonly offered: Quantity }
  /** The rest exceeds the maximum value of a single fill. */
  | { readonly code: 'fill_limit'; readonly price: Money }
  /** The stock's next writer will fill it. */
  | { readonly code: 'due'; readonly price: Money };

interface PriceReason<Code extends string> {
  readonly code: Code;
  readonly price: Money;
  /** The price to be reached, and how far away it is. */
  readonly bound: Money;
  readonly distance: Money;
}

/** In the order in which matching checks. A closed order has none: its status is the reason. */
export function reasonsOf(
  order: Order,
  { quote }: Stock,
  now: Instant,
  quoteMaxAgeSeconds: number,
): Reason[] {
  if (!isOpen(order)) return [];
  if (!quote || !isTradable(quote)) return [{ code: 'no_quote' }];
  const reasons: Reason[] = [];
  const price = priceFor(order.side, quote);
  const stop = pendingStop(order);
  if (stop !== undefined) reasons.push(priceReason('not_triggered', price, stop));
  if (!isLive(order)) return reasons;
  const { lower, upper } = priceRange(order);
  if (price > upper) return [...reasons, priceReason('price_above_bounds', price, upper)];
  if (price < lower) return [...reasons, priceReason('price_below_bounds', price, lower)];
  return [...reasons, ofQuote(order, quote, now, quoteMaxAgeSeconds)];
}

/** Whether the order may be waiting behind others, at a price that it accepts. */
export function isQueued(reasons: readonly Reason[]): boolean {
  return reasons.some(
    ({ code }) => code === 'quote_used_up' || code === 'nothing_offered' || code === 'quote_quiet',
  );
}

function ofQuote(order: Order, quote: Quote, now: Instant, quoteMaxAgeSeconds: number): Reason {
  const { receivedAt } = quote;
  const [price, offered] = [priceFor(order.side, quote), offerFor(order.side, quote)];
  if (offeredTo(order.side, quote) === 0)
    return offered === 0 ? { code: 'nothing_offered', price } : { code: 'quote_used_up', price, offered };
  if (!isFresh(quote, now, quoteMaxAgeSeconds)) return { code: 'quote_quiet', receivedAt };
  return worth(price, order.total) > MAX_AMOUNT ? { code: 'fill_limit', price } : { code: 'due', price };
}

function priceReason<Code extends string>(code: Code, price: Money, bound: Money): PriceReason<Code> {
  const distance = price > bound ? minus(price, bound) : minus(bound, price);
  return { code, price, bound, distance };
}
