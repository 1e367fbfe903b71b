import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const ROOT = join(__dirname, '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const decisions = readdirSync(join(ROOT, 'docs/decisions')).filter((name) => name !== 'README.md');
const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'client/README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

test('decisions are numbered without gaps', () => {
  expect(decisions.map((name) => Number(name.slice(0, 4)))).toEqual(decisions.map((_, index) => index + 1));
});

test.each(decisions)('%s has its number, its date and its line in the index', (name) => {
  const [, number, title] =
    /^# (\d+)\. (.+)\n\n\*\d{4}-\d\d-\d\d\*\n/.exec(read(`docs/decisions/${name}`)) ?? [];
  expect(Number(number)).toBe(Number(name.slice(0, 4)));
  expect(read('docs/decisions/README.md')).toContain(`| ${number} | [${title}](${name}) |`);
});

test.each(pages)('every file that %s links to is there', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
  const missing = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => !existsSync(join(ROOT, normalize(join(dirname(page), link)))));
  expect(missing).toEqual([]);
});
