/** Closes of the last day by stock, oldest first. */
export function useSparklines(_stockIds: readonly string[]): ReadonlyMap<string, readonly number[]> {
  return new Map();
}
