import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');
const text = readFileSync(path.join(root, 'docs', 'security.md'), 'utf8');
const named = [...text.matchAll(/^- `(test\/[^`]+)`: "(.+)"$/gm)].map(([, file = '', title = '']) => [
  file,
  title,
]);

test('each item of the OWASP API Top 10 names a test', () => {
  const items = text.split(/^## /m).slice(1);
  expect(items.map((item) => item.split(' ', 1)[0])).toEqual(
    Array.from({ length: 10 }, (_, i) => `API${i + 1}`),
  );
  for (const item of items) expect(item).toMatch(/^- `test\//m);
});

test.each(named)('%s has the test "%s"', (file = '', title = '') => {
  const source = path.join(root, file);
  expect(existsSync(source)).toBe(true);
  expect(readFileSync(source, 'utf8')).toContain(title);
});
