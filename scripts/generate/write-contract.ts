/** `npm run contract`: writes what is made from the contract, documents and the types of the client. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { typesHeader } from './contract/client-types';
import { documents } from './contract/documents';

// Run from a package of its own each time: it works on TypeScript 5 only, which nothing else here needs.
const GENERATOR = ['-p', 'openapi-typescript@7.13.0', '-p', 'typescript@5.9.3', 'openapi-typescript'];
/** A field with a default need not be sent. */
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
