/** `npm run contract`: writes what is generated from the contract: the documents and the client's types. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { typesHeader } from './contract/client-types';
import { documents } from './contract/documents';

// Run through npx each time: it works only with TypeScript 5, which nothing else here needs.
const GENERATOR = ['-p', 'openapi-typescript@7.13.0', '-p', 'typescript@5.9.3', 'openapi-typescript'];
/** In requests, a field with a default may be omitted. */
const TYPES_OF_REQUESTS = ['--default-non-nullable', 'false'];
const CLIENT_TYPES = 'client/schema.ts';

const root = path.join(__dirname, '..', '..');
const written = documents();

for (const [file, text] of Object.entries(written)) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
  console.log(file);
}

execFileSync('npx', ['--yes', ...GENERATOR, ...TYPES_OF_REQUESTS, 'docs/openapi.json', '-o', CLIENT_TYPES], {
  cwd: root,
});
const types = readFileSync(path.join(root, CLIENT_TYPES), 'utf8');
writeFileSync(path.join(root, CLIENT_TYPES), `${typesHeader(written['docs/openapi.json'] ?? '')}\n${types}`);
console.log(CLIENT_TYPES);
