import { closeSync, openSync } from 'node:fs';

/** Creates the file, if it is missing, for its owner only. SQLite gives the files it puts next to it the same mode. */
export function createPrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
}
