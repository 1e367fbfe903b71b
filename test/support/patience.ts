import { DEFAULT_RETRY, type RetryPolicy } from '../../functions/storage/retry';

/** Never sleeps, and never gives up before everybody else in a race is done. */
export const UNTIRING: RetryPolicy = {
  ...DEFAULT_RETRY,
  attempts: 100,
  pause: async () => undefined,
  random: () => 0.5,
};

/** The policy of production, but for sleeping: it notes how long it would have slept. */
export function notedRetry(random: () => number = () => 0.5): RetryPolicy & { readonly pauses: number[] } {
  const pauses: number[] = [];
  const pause = async (delayMs: number) => {
    pauses.push(delayMs);
  };
  return { ...DEFAULT_RETRY, pause, random, pauses };
}
