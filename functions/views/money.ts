import { type Money, toJsonNumber } from '../domain/money';

export function amountOrNull(amount: Money | undefined): number | null {
  return amount === undefined ? null : toJsonNumber(amount);
}
