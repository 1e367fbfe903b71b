import { readdirSync } from 'node:fs';
import { FOLDERS, IMPORT, importsOf, isOurs, ROOT, sources, textOf, withoutExtension } from './sources';

const DOMAIN = ['functions/domain'];
const CONTRACT = [...DOMAIN, 'functions/contract'];
const TABLE = [...DOMAIN, 'functions/storage/table'];
const ITEMS = [...TABLE, 'functions/storage/items', 'functions/storage/items/keys'];
/** What every function of ours may use besides: settings, log, metrics. */
const SHARED = ['functions', 'functions/bounded-calls', 'functions/in-parallel'];
const STORAGE = [
  ...ITEMS,
  'functions/storage/history',
  'functions/storage/matching',
  'functions/storage/queries',
  'functions/storage/transactions',
];
const FUNCTION = [...CONTRACT, ...SHARED, ...STORAGE];

/** What anything on this machine may use: how to listen, to end, to refuse, and what to say. */
const LOCAL = ['local'];
const HOST = [
  ...LOCAL,
  'local/assembly',
  'local/aws',
  'local/broker',
  'local/clock',
  'local/console',
  'local/demo',
  'local/event-sources',
  'local/functions',
  'local/gateway',
  'local/identity',
  'local/live',
  'local/queues',
  'local/table',
  'local/topic-rules',
];
/** What puts them together. */
const RUNTIME = [
  'local/data-folder',
  'local/feed',
  'local/http-port',
  'local/host',
  'local/options',
  'local/runtime',
  'local/synthesize',
];
const AUDIT = ['functions/audit/context', 'functions/audit/reading', 'functions/audit/rules'];

/** What the console shows, and the words for it. */
const SEEN = ['client', 'web/api', 'web/format', 'web/live', 'web/portfolio', 'web/reads', 'web/settings'];
const PAGE = [
  ...SEEN,
  ...DOMAIN,
  'web/domain',
  'web/money',
  'web/navigation',
  'web/parts',
  'web/parts/icons',
];
const PAGES = [
  'web/pages/about',
  'web/pages/admin',
  'web/pages/ledger',
  'web/pages/orders',
  'web/pages/portfolio',
  'web/pages/settings',
  'web/pages/sign-in',
  'web/pages/trade',
];

/**
 * The rooms of the house, which are folders or single files, and what each may import of the others. A file is of the
 * smallest room that it lies in. Every arrow leads further down or sideways, never round.
 */
const ROOMS: Record<string, readonly string[]> = {
  'functions/domain': [],
  'functions/contract': DOMAIN,
  'functions/contract/documents': CONTRACT,
  'functions/bounded-calls': [],
  'functions/in-parallel': [],
  'functions/storage/items/keys': [],

  'functions/storage/table': [...DOMAIN, 'functions/bounded-calls', 'functions/in-parallel'],
  'functions/storage/items': [...TABLE, 'functions/storage/items/keys'],
  'functions/storage/writes': ITEMS,
  'functions/storage/queries': ITEMS,
  // The course of somebody's equity is the user page, undone by the ledger.
  'functions/storage/history': [...ITEMS, 'functions/in-parallel', 'functions/storage/queries'],
  'functions/storage/matching': [
    ...ITEMS,
    'functions/in-parallel',
    'functions/storage/history',
    'functions/storage/queries',
    'functions/storage/writes',
  ],
  'functions/storage/transactions': [
    ...ITEMS,
    'functions/storage/matching',
    'functions/storage/queries',
    'functions/storage/writes',
  ],

  'functions/audit/rules': ITEMS,
  'functions/audit/context': TABLE,
  'functions/audit/reading': [
    ...ITEMS,
    'functions/audit/context',
    'functions/audit/rules',
    'functions/storage/queries',
  ],
  'functions/audit': [...STORAGE, ...AUDIT],

  // Connected to from its settings, and left alone by what runs only on the machine of the table.
  functions: [...CONTRACT, 'functions/bounded-calls', 'functions/storage/table'],
  'functions/dead-letters': ['functions', 'functions/bounded-calls'],
  'functions/views': [...CONTRACT, ...STORAGE, 'functions/dead-letters'],
  'functions/identity': FUNCTION,
  'functions/feed': [...FUNCTION, 'functions/dead-letters'],
  'functions/jobs': [...FUNCTION, 'functions/audit'],
  'functions/events': [...FUNCTION, 'functions/views'],
  'functions/live': [...CONTRACT, ...SHARED, 'functions/identity'],
  'functions/http': [
    ...FUNCTION,
    'functions/audit',
    'functions/contract/documents',
    'functions/dead-letters',
    'functions/identity',
    'functions/views',
  ],

  client: [],
  // The filters of the table's stream name the keys of items.
  // The console's files are deployed, and so built, by the app.
  lib: ['functions/contract', 'functions/storage/items/keys', 'web/build'],
  'web/money': DOMAIN,
  'web/settings': [],
  'web/api': ['client', ...CONTRACT, 'web/money'],
  'web/format': ['web/api'],
  'web/live': ['web/api', 'web/format'],
  'web/reads': ['web/api', 'web/live'],
  'web/portfolio': ['web/api', 'web/live', 'web/money', 'web/reads'],
  'web/domain': [...DOMAIN, 'web/api', 'web/format', 'web/live', 'web/money'],
  'web/parts/icons': [],
  'web/parts': [...SEEN, 'web/parts/icons'],
  'web/navigation': ['web/parts/icons', 'web/settings'],
  'web/pages/about': PAGE,
  'web/pages/sign-in': PAGE,
  'web/pages/settings': PAGE,
  'web/pages/chart': PAGE,
  'web/pages/ledger': PAGE,
  'web/pages/ticket': PAGE,
  'web/pages/dev': [...PAGE, ...CONTRACT],
  'web/pages/portfolio': [...PAGE, 'web/pages/ledger'],
  'web/pages/orders': [...PAGE, 'web/pages/ledger', 'web/pages/ticket'],
  'web/pages/trade': [...PAGE, 'web/pages/chart', 'web/pages/ledger', 'web/pages/orders', 'web/pages/ticket'],
  'web/pages/admin': [
    ...PAGE,
    'web/pages/dev',
    'web/pages/ledger',
    'web/pages/orders',
    'web/pages/portfolio',
    'web/pages/trade',
  ],
  // The frame knows no page: what fills it is handed to it.
  'web/shell': [...SEEN, 'web/navigation', 'web/parts', 'web/parts/icons'],
  web: ['web/api', 'web/build', 'web/bundle', 'web/live', 'web/parts', ...PAGES, 'web/settings', 'web/shell'],
  'web/bundle': ['functions/contract', 'web/parts/icons'],
  'web/build': ['web/bundle'],

  local: [],
  'local/assembly': LOCAL,
  'local/aws': LOCAL,
  'local/broker': [...LOCAL, 'functions/contract', 'market/connection'],
  'local/clock': [...LOCAL, 'local/assembly'],
  'local/demo': [...LOCAL, 'local/identity'],
  'local/functions': [...LOCAL, 'local/assembly'],
  'local/table': [...LOCAL, 'local/assembly'],
  'local/identity': [...LOCAL, 'local/aws'],
  'local/queues': [...LOCAL, 'local/assembly', 'local/aws'],
  'local/gateway': [...LOCAL, 'local/assembly', 'local/functions'],
  'local/event-sources': [...LOCAL, 'local/assembly', 'local/functions', 'local/table'],
  'local/live': [...LOCAL, 'local/assembly', 'local/broker', 'local/functions'],
  'local/console': [...LOCAL, 'functions/contract', 'local/assembly', 'local/gateway', 'local/live'],
  'local/topic-rules': [
    ...LOCAL,
    'local/assembly',
    'local/broker',
    'local/event-sources',
    'local/functions',
    'market/connection',
  ],
  'market/connection': [],
  market: [...CONTRACT, 'market/connection'],
  'local/data-folder': [...LOCAL, 'local/table'],
  'local/options': LOCAL,
  'local/synthesize': LOCAL,
  'local/runtime': [...HOST, 'local/data-folder', 'local/local-services'],
  'local/http-port': HOST,
  'local/local-services': HOST,
  'local/feed': HOST,
  'local/host': [...HOST, 'local/data-folder', 'local/feed', 'local/http-port', 'local/runtime'],
  'local/main': [...HOST, ...RUNTIME, 'market', 'market/connection', 'web/build'],
  'local/commands': [...HOST, ...RUNTIME, 'functions/contract', 'market', 'market/connection'],

  // What tests, benchmarks and checks share. Nothing that a user or an operator runs imports it.
  testing: [
    ...FUNCTION,
    ...HOST,
    ...RUNTIME,
    'client',
    'functions/audit',
    'functions/contract/documents',
    'functions/events',
    'functions/feed',
    'functions/http',
    'functions/jobs',
    'functions/views',
    'functions/storage/writes',
    'lib',
    'market',
  ],
  bench: [...FUNCTION, ...HOST, ...RUNTIME, 'market', 'testing'],
  // What is about to be deployed is read from its settings.
  'scripts/operate': [
    ...FUNCTION,
    ...HOST,
    ...RUNTIME,
    'functions/dead-letters',
    'functions/identity',
    'lib',
    'market/connection',
  ],
  'scripts/check': ['client', ...CONTRACT, ...LOCAL, 'functions/dead-letters', 'market', 'testing'],
  'scripts/generate': [...CONTRACT, 'functions/contract/documents', 'scripts/check', 'testing'],
};

const names = Object.keys(ROOMS).sort((a, b) => b.length - a.length);

function roomOf(file: string): string {
  const place = withoutExtension(file);
  return names.find((name) => place === name || place.startsWith(`${name}/`)) ?? place;
}

const files = FOLDERS.filter((folder) => readdirSync(ROOT).includes(folder)).flatMap(sources);
const imports = files.flatMap(importsOf).filter(({ target }) => isOurs(target));

test('every file outside the tests lies in a room', () => {
  const homeless = files.filter((file) => !file.startsWith('test/') && !(roomOf(file) in ROOMS));
  expect(homeless).toEqual([]);
});

test('rooms import only what they are allowed to', () => {
  const forbidden = imports
    .filter(({ file }) => !file.startsWith('test/'))
    .filter(({ file, target }) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      return from !== to && !ROOMS[from]?.includes(to);
    })
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(forbidden).toEqual([]);
});

test('every named room exists', () => {
  const named = [...names, ...Object.values(ROOMS).flat()];
  const missing = named.filter((name) => !files.some((file) => roomOf(file) === name));
  expect([...new Set(missing)]).toEqual([]);
});

test('no room reaches itself through its imports', () => {
  expect(circleIn(new Map(Object.entries(ROOMS)))).toEqual([]);
});

test('no file imports itself through others', () => {
  const byName = new Map(files.map((file) => [withoutExtension(file), file]));
  const graph = new Map<string, string[]>();
  // What is loaded only when it is asked for counts too: it still knows whom it is loaded by.
  for (const { file, target } of imports) {
    const imported = byName.get(target) ?? byName.get(`${target}/index`);
    if (imported) graph.set(file, [...(graph.get(file) ?? []), imported]);
  }
  expect(circleIn(graph)).toEqual([]);
});

/** @returns the first circle that is found, as the way around it */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const isDone = new Set<string>();
  const walk = (node: string, way: readonly string[]): string[] => {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
    if (isDone.has(node)) return [];
    for (const next of graph.get(node) ?? []) {
      const circle = walk(next, [...way, node]);
      if (circle.length > 0) return circle;
    }
    isDone.add(node);
    return [];
  };
  for (const node of graph.keys()) {
    const circle = walk(node, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

test('an import cycle is found wherever it is entered', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['d', ['e']],
    ['e', ['b']],
  ]);
  expect(circleIn(graph)).toEqual(['b', 'd', 'e', 'b']);
  expect(
    circleIn(
      new Map([
        ['a', ['b', 'c']],
        ['b', ['c']],
      ]),
    ),
  ).toEqual([]);
});

test('the domain imports nothing but itself', () => {
  const foreign = sources('functions/domain')
    .flatMap(importsOf)
    .filter(({ target }) => roomOf(target) !== 'functions/domain');
  expect(foreign).toEqual([]);
});

test('the domain uses no clock, environment, randomness or network', () => {
  const AMBIENT =
    /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\b|\bprocess\b|\bMath\.random\b|\bcrypto\b|\brandomUUID\b|\bfetch\(|\bset(?:Timeout|Interval|Immediate)\b|\bconsole\b|\bglobalThis\b/;
  expect(sources('functions/domain').filter((file) => AMBIENT.test(textOf(file)))).toEqual([]);
});

test('the audit’s rules read nothing: all they know of the table is the shape of its items', () => {
  const reading = sources('functions/audit/rules').filter((file) => /\basync\b|\bawait\b/.test(textOf(file)));
  expect(reading).toEqual([]);
});

test('the contract uses only schemas and the domain, so that a browser can load it', () => {
  const packages = sources('functions/contract')
    .flatMap(importsOf)
    // The version that the documents of the API tell.
    .filter(({ target }) => !isOurs(target) && target !== 'package.json')
    .map(({ target }) => target);
  expect([...new Set(packages)]).toEqual(['zod']);
});

test('storage uses no package of an edge', () => {
  const foreign = sources('functions/storage')
    .flatMap(importsOf)
    .filter(({ target }) => /^@middy|^aws-lambda$|cognito|client-sqs|client-iot/.test(target));
  expect(foreign).toEqual([]);
});

const EDGES = [
  'functions/http',
  'functions/feed',
  'functions/jobs',
  'functions/events',
  'functions/identity',
  'functions/live',
];
/** These answer requests with the handlers themselves. */
const WITH_HANDLERS = ['test', 'testing', 'bench'];
/** Operators sign people up as the API does. */
const isSignUp = ({ file, target }: { file: string; target: string }) =>
  roomOf(file) === 'scripts/operate' && roomOf(target) === 'functions/identity';

test('edges are imported only by edges', () => {
  const reached = imports
    .filter(({ file }) => !EDGES.includes(roomOf(file)) && !WITH_HANDLERS.includes(file.split('/')[0] ?? ''))
    .filter((each) => EDGES.includes(roomOf(each.target)) && !isSignUp(each));
  expect(reached).toEqual([]);
});

test('the import reader recognizes every way to write an import', () => {
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
