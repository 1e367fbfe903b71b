import type { Order } from '../api/answers';
import { formatMoney, inShares } from './money';

export function heldText({ side, hold }: Pick<Order, 'side' | 'hold'>): string {
  return side === 'buy' ? formatMoney(hold.remaining) : inShares(hold.remaining);
}
