import { setTimeout as delay } from 'node:timers/promises';

/** Whether `ending` settles within the limit; waits no longer than that. */
export async function endsWithin(ending: Promise<unknown>, limitMs: number): Promise<boolean> {
  const timer = new AbortController();
  const tooLong = delay(limitMs, false, { signal: timer.signal }).catch(() => false);
  const ended = await Promise.race([ending.then(() => true), tooLong]);
  timer.abort();
  return ended;
}
