/** A violated invariant. Always a bug of ours: responds with 500, is logged in full and never shown. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

export function assert(condition: boolean, why: string): asserts condition {
  if (!condition) throw new BrokenInvariant(why);
}
