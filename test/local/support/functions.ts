import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionDeclaration } from '../../../local/assembly/read-functions';

/** A function whose handler has the given body, with `event` and `context` at hand. */
export function aFunction(body: string, given: Partial<FunctionDeclaration> = {}): FunctionDeclaration {
  const folder = mkdtempSync(join(tmpdir(), 'function-'));
  writeFileSync(join(folder, 'index.js'), `exports.handler = async (event, context) => { ${body} };`);
  return {
    name: 'under-test',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:under-test',
    folder,
    handler: 'index.handler',
    environment: {},
    memoryMegabytes: 128,
    timeoutSeconds: 5,
    asynchronous: { retries: 2, maximumAgeSeconds: 21_600 },
    ...given,
  };
}
