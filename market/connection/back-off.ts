const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * How long to wait before the next attempt: doubled with each consecutive failure up to half a minute, and drawn from
 * the upper half of that, so that a broker's many clients don't all reconnect at once.
 */
export function backOffMs(failuresInARow: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failuresInARow);
  return Math.round(ceiling * (0.5 + random() / 2));
}
