import { DEFAULT_RETRY, type RetryPolicy } from '../functions/storage/table/retry';

/** Never sleeps, and never gives up before everybody else in a race is done. */
export const UNTIRING: RetryPolicy = {
  ...DEFAULT_RETRY,
  attempts: 100,
  pause: async () => undefined,
  nowMs: () => 0,
  random: () => 0.5,
};

/** The policy of production, but for sleeping: it notes how long it would have slept, and its time passes by that. */
export function notedRetry(random: () => number = () => 0.5): RetryPolicy & { readonly pauses: number[] } {
  const pauses: number[] = [];
  const pause = async (delayMs: number) => {
    pauses.push(delayMs);
  };
  const nowMs = () => pauses.reduce((sum, delayMs) => sum + delayMs, 0);
  return { ...DEFAULT_RETRY, pause, nowMs, random, pauses };
}
