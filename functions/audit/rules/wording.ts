import { type Money, toJsonNumber } from '../../domain/money';
import type { Key, RawItem } from '../../storage/table/read';

/** How reports name an item. */
export function nameOf({ PK, SK }: RawItem | Key): string {
  return `${PK} / ${SK}`;
}

export function amountText(amount: Money | bigint): string {
  return String(toJsonNumber(amount as Money));
}
