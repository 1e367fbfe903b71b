// Trims a stream's records, which AWS does after a day: a record that every reader has passed is no longer needed, and
// one without readers goes after that day.

import type { PrintLine } from '../functions/log';
import type { StreamUpkeep } from '../table/upkeep';

export interface TrimmedTable {
  name: string;
  /** The position of its slowest reader, if it has any. */
  position(): ReadPosition | undefined;
}

export interface ReadPosition {
  /** The last record that need not be read again; undefined before the first. */
  passed: number | undefined;
}

/** Each of our transactions is one more that meets the engine's. */
const INTERVAL_MS = 60_000;
const KEPT_SECONDS = 24 * 60 * 60;

/** @returns a function that stops the trimming; resolves when a trim in progress has ended */
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

/** @param upSinceSeconds until the host has been up for a day, a reader hasn't had its day to read */
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
