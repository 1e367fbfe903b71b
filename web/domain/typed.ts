import type { StockId } from '../../functions/domain/ids';
import { fromMilliseconds, type Instant } from '../../functions/domain/instant';
import { MAX_QUANTITY, type Money, parseMoney, type Quantity, quantity } from '../../functions/domain/money';
import { typedAmount } from '../format/money';

/** What people type, as the domain counts it; undefined for what is none. */

export function moneyOf(text: string): Money | undefined {
  const parsed = parseMoney(typedAmount(text));
  return typeof parsed === 'bigint' && parsed >= 0n ? parsed : undefined;
}

export function sharesOf(text: string): Quantity | undefined {
  const digits = typedAmount(text);
  if (!/^\d+$/.test(digits)) return undefined;
  const count = Number(digits);
  return count >= 1 && count <= MAX_QUANTITY ? quantity(count) : undefined;
}

export function instantAt(milliseconds: number): Instant {
  return fromMilliseconds(Math.floor(milliseconds));
}

/** Ids of the API are of the domain's kinds: it made them. */
export function stockIdOf(id: string): StockId {
  return id as StockId;
}
