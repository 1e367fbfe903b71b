import { isTradable } from '../../../functions/domain/fill';
import type { Instant } from '../../../functions/domain/instant';
import { accepts, isLive } from '../../../functions/domain/order';
import { isFresh } from '../../../functions/domain/stock';
import type { Order } from '../../api/answers';
import { domainOrder } from '../../domain/domain-order';
import { domainStock } from '../../domain/domain-stock';
import { formatMoney } from '../../format/money';
import { orderTerms } from '../../format/words';
import type { LiveStock } from '../../live/quotes';

/** Why an open order does not fill now, by the domain's own conditions, in the order in which they are asked. */
export function whyOpen(
  order: Order,
  stock: LiveStock,
  now: Instant,
  quoteMaxAgeSeconds: number | undefined,
): string {
  const { quote } = domainStock(stock);
  const price = formatMoney(stock.price);
  if (!quote || !isTradable(quote)) return 'The stock has no price yet, so nothing trades.';
  const asked = domainOrder(order);
  if (!isLive(asked)) {
    const way = order.side === 'buy' ? 'rises' : 'falls';
    const stop = formatMoney(order.stop_price ?? order.stop_loss);
    return `It waits until the price ${way} to ${stop}. The price is ${price}.`;
  }
  if (!accepts(asked, quote.price)) {
    const far = order.side === 'buy' && order.upper_bound !== null && (stock.price ?? 0) > order.upper_bound;
    return `It fills ${orderTerms(order)}, and the price is ${price}: ${far ? 'too high' : 'not there'} yet.`;
  }
  if (quoteMaxAgeSeconds !== undefined && !isFresh(quote, now, quoteMaxAgeSeconds)) {
    return `The price fits, but no tick came for a while. The next one decides.`;
  }
  if (order.side === 'buy' && quote.left === 0) {
    return `The price of ${price} fits, but nothing is left of what was offered. It goes on with the next tick.`;
  }
  return `The price of ${price} fits. Orders with a better price, or older ones, go first; then it is its turn.`;
}
