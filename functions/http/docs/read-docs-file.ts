import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { assert } from '../../domain/assert';

/** Beside the code, where the bundle has all of them; Swagger UI's own are in its package until it is bundled. */
const FOLDERS = [
  path.join(__dirname, 'files'),
  path.join(__dirname, '..', '..', '..', 'node_modules', 'swagger-ui-dist'),
];

export function readDocsFile(name: string): string {
  const file = FOLDERS.map((folder) => path.join(folder, name)).find(existsSync);
  assert(file !== undefined, `${name} was not bundled`);
  return readFileSync(file, 'utf8');
}
