/** Math.min and Math.max for bigints and branded numbers too. */
export function least<T extends number | bigint>(first: T, ...rest: readonly T[]): T {
  return rest.reduce((best, value) => (value < best ? value : best), first);
}

export function greatest<T extends number | bigint>(first: T, ...rest: readonly T[]): T {
  return rest.reduce((best, value) => (value > best ? value : best), first);
}
