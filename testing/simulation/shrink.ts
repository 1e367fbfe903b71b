/**
 * Delta debugging: removes ever smaller parts of a list as long as the rest still fails.
 * @param mayGoOn false when time is up; the shortest failing list found so far is then returned
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
    // If the last round removed something, other items may have become superfluous.
    if (size > 1) size = Math.floor(size / 2);
    else if (left.length === before) return left;
  }
  return left;
}
