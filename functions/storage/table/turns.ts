/** One invocation's place in line, from when it asks for it until its work ends. */
export interface Turn {
  /**
   * Resolves when it is one's turn to change the item, at once if it has been already.
   *
   * @returns whether others came first, so that what was read before may be outdated
   */
  take(key: string): Promise<boolean>;
}

/**
 * Of what runs side by side in one process, those that must change the same item take turns: otherwise all would read
 * it, one would commit, and the others would have done their work in vain. Between processes the item's version decides.
 */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  /** The turn ends with the work, however that ends. */
  async during<T>(work: (turn: Turn) => Promise<T>): Promise<T> {
    let end: (() => void) | undefined;
    const take = async (key: string) => {
      if (end) return false;
      const before = this.last.get(key);
      const mine = new Promise<void>((resolve) => {
        end = resolve;
      });
      this.last.set(key, mine);
      void mine.then(() => {
        if (this.last.get(key) === mine) this.last.delete(key);
      });
      await before;
      return before !== undefined;
    };
    return await work({ take }).finally(() => end?.());
  }
}

const ALONE: Turn = { take: async () => false };

/** Where nothing else runs in this process, there is nobody to wait for. */
export async function inTurn<T>(turns: Turns | undefined, work: (turn: Turn) => Promise<T>): Promise<T> {
  return await (turns ? turns.during(work) : work(ALONE));
}
