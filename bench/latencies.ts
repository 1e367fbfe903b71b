/** The value that so many of a hundred are at most, in milliseconds. */
export function percentile(latenciesMs: readonly number[], percent: number): number {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const index = Math.ceil((percent / 100) * sorted.length) - 1;
  return sorted[Math.max(0, index)] ?? Number.NaN;
}

/** How long each of some promises took from now on. */
export async function timed(work: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  return Promise.all(
    work.map(async (begin) => {
      const startedAtMs = performance.now();
      await begin();
      return performance.now() - startedAtMs;
    }),
  );
}
