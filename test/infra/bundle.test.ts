import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { AssetCode } from 'aws-cdk-lib/aws-lambda';
import { bundleFunctions, type CodeOf } from '../../lib/bundle';
import type { FunctionName } from '../../lib/functions';
import { SynthRefused } from '../../lib/synth-refused';

/** Of all functions. Bundling them takes seconds. */
const codeOf = bundleFunctions();

const folders = new Set<string>();
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folderOf(name: FunctionName, of: CodeOf): string {
  const code = of(name);
  if (!(code instanceof AssetCode)) throw new Error(`the code of ${name} is no asset`);
  folders.add(path.dirname(code.path));
  return code.path;
}

/** The files of code in an asset, with their sizes. */
function sizes(name: FunctionName, of: CodeOf): Map<string, number> {
  const folder = folderOf(name, of);
  const files = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
  return new Map(files.map((file) => [file, statSync(path.join(folder, file)).size]));
}

test('an asset is self-contained: plain Node loads it from anywhere and finds its handler', () => {
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'asset-'));
  try {
    cpSync(folderOf('deposit', codeOf), elsewhere, { recursive: true });
    const url = pathToFileURL(path.join(elsewhere, 'index.mjs')).href;
    const script = `import(${JSON.stringify(url)}).then(({ handler }) => console.log(typeof handler))`;
    const found = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: '/' });
    expect(found.trim()).toBe('function');
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});

test('code that functions share is the same file in each of their assets', () => {
  const [buy, sell] = [sizes('place-buy', codeOf), sizes('place-sell', codeOf)];
  const sharedBytes = [...buy].reduce((sum, [file, size]) => sum + (sell.get(file) === size ? size : 0), 0);
  const bytes = [...buy.values()].reduce((sum, size) => sum + size, 0);
  expect(sharedBytes / bytes).toBeGreaterThan(0.99);
});

test('an asset has no file that none of its others imports', () => {
  const files = [...sizes('deposit', codeOf).keys()];
  const code = files
    .map((file) => readFileSync(path.join(folderOf('deposit', codeOf), file), 'utf8'))
    .join('\n');
  expect(files.filter((file) => file !== 'index.mjs' && !code.includes(`"./${file}"`))).toEqual([]);
});

test('stack traces name our functions', () => {
  const folder = folderOf('place-buy', codeOf);
  const code = readdirSync(folder)
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('');
  for (const name of ['placeOrder', 'transact']) expect(code).toContain(`"${name}"`);
});

// A cold start reads and parses all of it. With `main` before `module` it would be twice this size.
test('the code of an asset stays below 600 kB', () => {
  const bytes = [...sizes('deposit', codeOf).values()].reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeLessThan(600_000);
});

test("two bundles made at the same time don't interfere", () => {
  // Alone it shares nothing with others: its files have other names.
  const second = bundleFunctions({ deposit: 'functions/http/deposit.ts' });
  expect([...sizes('deposit', codeOf).keys()].length).toBeGreaterThan(1);
  expect([...sizes('deposit', second).keys()]).toEqual(['index.mjs']);
});

test('a function without code stops the synth with a clear message', () => {
  expect(() => bundleFunctions({ 'place-bet': 'functions/http/place-bet.ts' })).toThrow(
    new SynthRefused('The function "place-bet" has no code: functions/http/place-bet.ts does not exist.'),
  );
});
