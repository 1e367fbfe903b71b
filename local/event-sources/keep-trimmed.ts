// Ends the life of a stream's records, which AWS does after a day: a record that every reader has passed is needed no
// more, and one that nobody reads goes after that day.

import type { PrintLine } from '../functions/log';
import type { StreamUpkeep } from '../table/upkeep';

export interface TrimmedTable {
  name: string;
  /** Where its slowest reader is, if it has any. */
  position(): ReadPosition | undefined;
}

export interface ReadPosition {
  /** The last record that need not be read again; undefined before the first. */
  passed: number | undefined;
}

const INTERVAL_MS = 10_000;
const KEPT_SECONDS = 24 * 60 * 60;

/** @returns ends it; resolves when what was under way has ended */
export function keepTrimmed(
  upkeep: StreamUpkeep,
  tables: readonly TrimmedTable[],
  print: PrintLine,
): () => Promise<void> {
  const upSinceSeconds = Date.now() / 1000;
  let underWay = Promise.resolve();
  const timer = setInterval(() => {
    underWay = underWay.then(() =>
      trimAll(upkeep, tables, upSinceSeconds).catch((error: unknown) => print(`streams: ${error}`)),
    );
  }, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    return underWay;
  };
}

/** @param upSinceSeconds a reader has had no day's time to read before we were up for a day */
export async function trimAll(
  upkeep: StreamUpkeep,
  tables: readonly TrimmedTable[],
  upSinceSeconds: number,
  nowSeconds = Date.now() / 1000,
): Promise<void> {
  const dayAgoSeconds = Math.floor(nowSeconds - KEPT_SECONDS);
  for (const { name, position } of tables) {
    const reader = position();
    const hadItsTime = reader === undefined || upSinceSeconds < dayAgoSeconds;
    await upkeep.trim(name, { passed: reader?.passed, beforeSeconds: hadItsTime ? dayAgoSeconds : 0 });
  }
}
