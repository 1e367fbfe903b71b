import { priceFor } from '../../../functions/domain/tick';
import type { Order } from '../../api/answers';
import { formatMoney } from '../../format/money';
import type { LiveStock } from '../../live/quotes';

type Waiting = Pick<
  Order,
  | 'side'
  | 'type'
  | 'lower_bound'
  | 'upper_bound'
  | 'stop_price'
  | 'triggered_at'
  | 'take_profit'
  | 'stop_loss'
>;

/**
 * Why an open order has not filled, as far as the quote tells. Who goes first only the server knows; it says so on the
 * page of the order.
 */
export function whyWaiting(
  order: Waiting,
  stock: Pick<LiveStock, 'price' | 'ask' | 'bid' | 'availability'>,
  isQuiet: boolean,
): string {
  const price = priceFor(order.side, stock);
  if (!price) return 'no price yet';
  if (isQuiet) return 'the stock is quiet';
  const now = `now ${formatMoney(price)}`;
  if (order.triggered_at === null && order.type === 'exit') return `${now}, neither reached`;
  if (order.triggered_at === null && order.stop_price !== null) return `${now}, stop not reached`;
  // A triggered exit takes any price; its bounds are those of its profit.
  if (order.type !== 'exit') {
    if (order.upper_bound !== null && price > order.upper_bound) return `${now}, too high`;
    if (order.lower_bound !== null && price < order.lower_bound) return `${now}, too low`;
  }
  return stock.availability === 0 ? `${now}, none offered` : `${now}, waits its turn`;
}
