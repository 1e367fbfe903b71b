import type { Instant } from '../../domain/instant';

/** Digits of the largest amount, 10¹⁵ units, and of every instant: at a fixed width, strings sort as numbers. */
const AMOUNT_DIGITS = 16;
const INSTANT_DIGITS = 16;
const ABOVE_ALL_AMOUNTS = 10n ** BigInt(AMOUNT_DIGITS) - 1n;

export function ascending(amount: bigint): string {
  return amount.toString().padStart(AMOUNT_DIGITS, '0');
}

export function descending(amount: bigint): string {
  return ascending(ABOVE_ALL_AMOUNTS - amount);
}

/** Reverses {@link ascending}. */
export function ascended(text: string): bigint {
  return BigInt(text);
}

/** Reverses {@link descending}. */
export function descended(text: string): bigint {
  return ABOVE_ALL_AMOUNTS - BigInt(text);
}

export function chronological(instant: Instant): string {
  return instant.toString().padStart(INSTANT_DIGITS, '0');
}

/** The digits of Crockford's base 32, the encoding of ULIDs, in ascending order. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Inverts a ULID so the newest sorts first; inverting twice restores it. */
export function newestFirst(ulid: string): string {
  return Array.from(ulid, (digit) => DIGITS[DIGITS.length - 1 - DIGITS.indexOf(digit)]).join('');
}

/** The last digit of a ULID is random, so concurrent writes go to different shards. */
export function shardOf(ulid: string, shards: number): number {
  return DIGITS.indexOf(ulid.at(-1) ?? '') % shards;
}
