/**
 * Delta debugging: leaves out larger and smaller parts of a list as long as what is left still fails.
 * @param mayGoOn false when time is up; then the shortest list found so far is the answer
 */
export async function shrink<Item>(
  items: readonly Item[],
  fails: (items: readonly Item[]) => Promise<boolean>,
  mayGoOn: () => boolean,
): Promise<readonly Item[]> {
  let left = items;
  for (let size = Math.ceil(left.length / 2); size >= 1; ) {
    const before = left.length;
    for (let start = 0; start < left.length; ) {
      if (!mayGoOn()) return left;
      const without = left.toSpliced(start, size);
      if (without.length < left.length && (await fails(without))) left = without;
      else start += size;
    }
    // A last round that left something out may have made others superfluous.
    if (size > 1) size = Math.floor(size / 2);
    else if (left.length === before) return left;
  }
  return left;
}
