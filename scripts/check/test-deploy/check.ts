import { isDeepStrictEqual } from 'node:util';

export function check(what: string, is: unknown, should: unknown): void {
  if (isDeepStrictEqual(is, should)) return;
  throw new Error(`${what}: expected ${JSON.stringify(should)}, got ${JSON.stringify(is)}`);
}

/** Performs one step of the story and prints its title. */
export async function step<T>(title: string, act: () => Promise<T>): Promise<T> {
  const startedAtMs = Date.now();
  const result = await act();
  console.log(`  ${title} (${((Date.now() - startedAtMs) / 1000).toFixed(1)} s)`);
  return result;
}
