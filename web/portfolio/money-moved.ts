import type { LedgerEntry } from '../api/answers';
import { difference } from '../money/exact';

/** Of a fill or a movement: what came in, and with a real minus what went out, the fee included. */
export function moneyMoved({
  type,
  total_price,
  fee,
}: Pick<LedgerEntry, 'type' | 'total_price' | 'fee'>): number {
  const amount = type === 'Deposit' || type === 'Sell' ? total_price : -total_price;
  return difference(amount, fee ?? 0);
}
