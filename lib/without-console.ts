import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A placeholder for the built console, for commands that need only the template and for tests. */
export function withoutConsole(): string {
  const folder = path.resolve(__dirname, '..', 'build', 'no-console');
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  for (const file of ['index.html', 'assets/none.js']) writeFileSync(path.join(folder, file), '');
  return folder;
}
