import { queryTable, type RawItem, type Stretch } from './read';
import type { Store } from './store';

const FIRST_LIMIT = 2;
const LIMIT_MAX = 64;

/**
 * The items of a stretch from its end, in queries of doubling size: a reader that stops early pays for little, and one
 * that goes far waits rarely.
 */
export async function* readBackwards(store: Store, stretch: Stretch): AsyncGenerator<RawItem, void> {
  let behind = stretch.behind;
  for (let limit = FIRST_LIMIT; ; limit = Math.min(2 * limit, LIMIT_MAX)) {
    const page = await queryTable(store, { ...stretch, newestFirst: true, limit, behind });
    yield* page.items;
    if (!page.next) return;
    behind = page.next;
  }
}

/** The first `count` of them, or all if there are fewer. */
export async function take<Entry>(entries: AsyncIterable<Entry>, count: number): Promise<Entry[]> {
  const taken: Entry[] = [];
  if (count === 0) return taken;
  for await (const entry of entries) {
    taken.push(entry);
    if (taken.length === count) break;
  }
  return taken;
}
