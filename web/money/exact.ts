import { type Money, money, parseMoney, quantity, toJsonNumber, worth } from '../../functions/domain/money';

/** Figures of the API as the domain counts them, so that a product or a difference is exact. */

export function exactly(amount: number): Money {
  const parsed = parseMoney(amount);
  // Prices, amounts and costs of the API have at most four decimals, whatever their size.
  return typeof parsed === 'bigint' ? parsed : money(BigInt(Math.round(amount * 10_000)));
}

export function sharesWorth(price: number, shares: number): number {
  return toJsonNumber(worth(exactly(price), quantity(shares)));
}

export function difference(a: number, b: number): number {
  return toJsonNumber(money(exactly(a) - exactly(b)));
}

export function total(amounts: readonly number[]): number {
  return toJsonNumber(money(amounts.reduce((sum, amount) => sum + exactly(amount), 0n)));
}
