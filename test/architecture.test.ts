import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const ROOT = join(__dirname, '..');

interface Import {
  readonly file: string;
  /** A path within the repository without its extension, or the name of a package. */
  readonly target: string;
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)'([^'\n]+)'/g;

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, specifier = '']) => ({
    file,
    target: specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier,
  }));
}

/** The layer that a file or an import belongs to: the folder below `functions`, or `functions` for what lies in it. */
function layerOf(path: string): string {
  const [top = '', folder, file] = path.split('/');
  return top === 'functions' && folder !== undefined && file !== undefined ? `functions/${folder}` : top;
}

const EDGES = [
  'functions/http',
  'functions/feed',
  'functions/jobs',
  'functions/events',
  'functions/identity',
  'functions/live',
];

/** The layers and single files that each layer may import, besides itself. Inward is down this list. */
const INWARD: Record<string, readonly string[]> = {
  // The filters of the table's stream name the keys of items.
  // The files of the console are deployed, and so built, by the app.
  lib: ['functions/contract', 'web', 'functions/storage/items/keys'],
  web: ['client', 'functions/contract', 'functions/domain'],
  'functions/dead-letters': ['functions'],
  'functions/http': [
    'functions/dead-letters',
    'functions/identity',
    'functions/audit',
    'functions/views',
    'functions/storage',
    'functions/contract',
    'functions/domain',
    'functions',
  ],
  'functions/feed': ['functions/storage', 'functions/contract', 'functions/domain', 'functions'],
  'functions/jobs': [
    'functions/audit',
    'functions/storage',
    'functions/contract',
    'functions/domain',
    'functions',
  ],
  'functions/events': [
    'functions/views',
    'functions/storage',
    'functions/contract',
    'functions/domain',
    'functions',
  ],
  'functions/live': ['functions/identity', 'functions/contract', 'functions/domain', 'functions'],
  'functions/identity': ['functions/storage', 'functions/contract', 'functions/domain', 'functions'],
  'functions/views': [
    'functions/dead-letters',
    'functions/storage',
    'functions/contract',
    'functions/domain',
  ],
  functions: ['functions/storage', 'functions/contract', 'functions/domain'],
  'functions/audit': ['functions/storage', 'functions/domain', 'functions'],
  'functions/storage': ['functions/domain', 'functions'],
  'functions/contract': ['functions/domain'],
  'functions/domain': [],
};

const files = ['lib', 'web', 'functions']
  .filter((folder) => readdirSync(ROOT).includes(folder))
  .flatMap(sources);
const within = (target: string) =>
  /^(?:lib|web|functions|local|market|bench|test|testing|scripts|client)(?:\/|$)/.test(target);

test('imports point inward', () => {
  const outward = files
    .flatMap(importsOf)
    .filter(({ target }) => within(target))
    .filter(({ file, target }) => {
      const [from, to] = [layerOf(file), layerOf(target)];
      return from !== to && !INWARD[from]?.includes(to) && !INWARD[from]?.includes(target);
    })
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(outward).toEqual([]);
});

test('every layer has its rule', () => {
  expect([...new Set(files.map(layerOf))].filter((layer) => !(layer in INWARD))).toEqual([]);
});

test('the domain imports nothing but itself', () => {
  const foreign = sources('functions/domain')
    .flatMap(importsOf)
    .filter(({ target }) => layerOf(target) !== 'functions/domain');
  expect(foreign).toEqual([]);
});

test('the domain knows no clock, no environment, no randomness and no network', () => {
  const AMBIENT =
    /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\b|\bprocess\b|\bMath\.random\b|\bcrypto\b|\brandomUUID\b|\bfetch\(|\bset(?:Timeout|Interval|Immediate)\b|\bconsole\b|\bglobalThis\b/;
  const ambient = sources('functions/domain').filter((file) =>
    AMBIENT.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(ambient).toEqual([]);
});

test('the contract knows schemas and the domain only, so that a browser can read it', () => {
  const packages = sources('functions/contract')
    .flatMap(importsOf)
    // The version that the documents of the API tell.
    .filter(({ target }) => !within(target) && target !== 'package.json')
    .map(({ target }) => target);
  expect([...new Set(packages)]).toEqual(['zod']);
});

test('storage knows no edge’s package', () => {
  const foreign = sources('functions/storage')
    .flatMap(importsOf)
    .filter(({ target }) => /^@middy|^aws-lambda$|cognito|client-sqs|client-iot/.test(target));
  expect(foreign).toEqual([]);
});

test('no edge is imported but by an edge', () => {
  const reached = files
    .filter((file) => !EDGES.includes(layerOf(file)))
    .flatMap(importsOf)
    .filter(({ target }) => EDGES.includes(layerOf(target)));
  expect(reached).toEqual([]);
});

test('the reader of imports sees every way to write one', () => {
  const text = `import a from 'a'; import { b } from 'b'; import type { c } from 'c'; export * from 'd';
    import 'e'; const f = await import('f'); const g = require('g'); import {\n  h,\n} from 'h';`;
  expect([...text.matchAll(IMPORT)].map(([, name]) => name)).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
    'f',
    'g',
    'h',
  ]);
});
