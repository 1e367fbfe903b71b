import { isDeepStrictEqual } from 'node:util';

export function check(what: string, is: unknown, should: unknown): void {
  if (isDeepStrictEqual(is, should)) return;
  throw new Error(`${what}: got ${JSON.stringify(is)} where ${JSON.stringify(should)} was expected`);
}

/** Does one step of the story and says so. */
export async function step<T>(title: string, act: () => Promise<T>): Promise<T> {
  const startedAtMs = Date.now();
  const result = await act();
  console.log(`  ${title} (${((Date.now() - startedAtMs) / 1000).toFixed(1)} s)`);
  return result;
}
