import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 250;
const LIMIT_MS = 60_000;

/** Polls until `look` returns something, starting at once; on giving up, throws an error naming what it waited for. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const endsAtMs = Date.now() + LIMIT_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > endsAtMs) throw new Error(`waited ${LIMIT_MS / 1000} s in vain for ${what}`);
    await delay(POLL_MS);
  }
}
