// A temporary database file, removed when its engine stops; files left by a killed process are removed by the next one.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from './claim';

export interface TemporaryFile {
  path: string;
  remove(): void;
}

// Process ids are meaningful only on the same machine, or in the same container.
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
  // An engine that was just killed may still be writing.
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
