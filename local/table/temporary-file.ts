// A database file that nobody keeps. It goes when its engine stops; what a killed process left goes with the next one.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from './claim';

export interface TemporaryFile {
  path: string;
  remove(): void;
}

// Process ids tell something only on the machine, or in the container, that they are of.
const PREFIX = `trading-engine-${hostname().replace(/\W/g, '_')}-`;

export function temporaryFile(): TemporaryFile {
  removeLeftovers();
  const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  return { path: path.join(folder, 'trading.db'), remove: () => remove(folder) };
}

function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const owner = Number(name.slice(PREFIX.length).split('-', 1)[0]);
    if (!isAlive(owner)) remove(path.join(tmpdir(), name));
  }
}

function remove(folder: string): void {
  // An engine that was killed a moment ago may still be writing.
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
