const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** Full jitter, so that everybody who lost a broker at once does not come back at once. */
export function backOffMs(attempt: number, random: () => number): number {
  const limit = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return FIRST_MS / 2 + random() * (limit - FIRST_MS / 2);
}
