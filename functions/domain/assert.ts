/** What the program relies on did not hold. Always a bug of ours: answered as 500, logged whole, never shown. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

export function assert(condition: boolean, why: string): asserts condition {
  if (!condition) throw new BrokenInvariant(why);
}
