import { readFileSync } from 'node:fs';
import path from 'node:path';
import { typesHeader } from '../../scripts/generate/contract/client-types';
import { documents } from '../../scripts/generate/contract/documents';

const current = documents();

function kept(file: string): string {
  return readFileSync(path.join(__dirname, '..', '..', file), 'utf8');
}

test.each(Object.keys(current))('%s is up to date: npm run contract', (file) => {
  // Compared as a fact, since nobody reads a difference of thousands of lines.
  expect(kept(file) === current[file]).toBe(true);
});

test("the client's types match the document: npm run contract", () => {
  const [header] = kept('client/schema.ts').split('\n');
  expect(header).toBe(typesHeader(current['docs/openapi.json'] ?? ''));
});
