import type { Fees, Side } from '../journal';
import type { Order } from './table';

/** The auditor's own computation of an order's fees for everything it has filled, and of what a buy holds. */
export function feesDue(fees: Fees, side: Side, value: bigint, shares: number): bigint {
  const pays = fees.sides === 'both' || fees.sides === side;
  if (!pays || shares === 0) return 0n;
  const doubled = (2n * value * BigInt(fees.perMillion)) / 1_000_000n;
  const rounded = (doubled + 1n) / 2n;
  const due = rounded + fees.perShare * BigInt(shares);
  const charged = due < fees.minimum ? fees.minimum : due;
  return side === 'sell' && charged > value ? value : charged;
}

/** Money for a buy, shares for a sell. */
export function heldByOpen(fees: Fees, order: Order): bigint {
  const { side, total, remaining, upper = 0n, filledValue } = order;
  if (side === 'sell') return BigInt(remaining);
  const most = upper * BigInt(remaining);
  const paid = feesDue(fees, side, filledValue, total - remaining);
  return most + feesDue(fees, side, filledValue + most, total) - paid;
}
