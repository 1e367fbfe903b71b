import { DEFAULT_RETRY, type RetryPolicy } from '../functions/storage/table/retry';

/** Never sleeps, and never gives up before all other participants of a race are done. */
export const UNTIRING: RetryPolicy = {
  ...DEFAULT_RETRY,
  attempts: 100,
  conflicts: 100,
  pause: async () => undefined,
  nowMs: () => 0,
  random: () => 0.5,
};

/** The production policy without sleeping: it records how long it would have slept, and its clock advances by that. */
export function notedRetry(random: () => number = () => 0.5): RetryPolicy & { readonly pauses: number[] } {
  const pauses: number[] = [];
  const pause = async (delayMs: number) => {
    pauses.push(delayMs);
  };
  const nowMs = () => pauses.reduce((sum, delayMs) => sum + delayMs, 0);
  return { ...DEFAULT_RETRY, pause, nowMs, random, pauses };
}
