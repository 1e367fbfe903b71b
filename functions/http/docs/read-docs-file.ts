import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { assert } from '../../domain/assert';

/** A bundle has all files next to the code; unbundled, Swagger UI's own are in its package. */
function folders(): string[] {
  const { LAMBDA_TASK_ROOT } = process.env;
  if (LAMBDA_TASK_ROOT) return [path.join(LAMBDA_TASK_ROOT, 'files')];
  const packages = path.join(__dirname, '..', '..', '..', 'node_modules');
  return [path.join(__dirname, 'files'), path.join(packages, 'swagger-ui-dist')];
}

export function readDocsFile(name: string): string {
  const file = folders()
    .map((folder) => path.join(folder, name))
    .find(existsSync);
  assert(file !== undefined, `${name} was not bundled`);
  return readFileSync(file, 'utf8');
}
