import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFunctions } from '../../lib/bundle';
import { SynthRefused } from '../../lib/synth-refused';

const folderOf = (name: string) => path.resolve(__dirname, '../../build/functions', name);

/** The files of code in an asset, with their sizes. */
const sizes = (name: string) =>
  new Map(
    readdirSync(folderOf(name))
      .filter((file) => file.endsWith('.mjs'))
      .map((file) => [file, statSync(path.join(folderOf(name), file)).size]),
  );

test('an asset stands alone: plain Node loads it from anywhere and finds its handler', () => {
  bundleFunctions();
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'asset-'));
  try {
    cpSync(folderOf('deposit'), elsewhere, { recursive: true });
    const url = pathToFileURL(path.join(elsewhere, 'index.mjs')).href;
    const script = `import(${JSON.stringify(url)}).then(({ handler }) => console.log(typeof handler))`;
    const found = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: '/' });
    expect(found.trim()).toBe('function');
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});

test('what functions share is the same file in the asset of each of them', () => {
  bundleFunctions();
  const [buy, sell] = [sizes('place-buy'), sizes('place-sell')];
  const sharedBytes = [...buy].reduce((sum, [file, size]) => sum + (sell.get(file) === size ? size : 0), 0);
  const bytes = [...buy.values()].reduce((sum, size) => sum + size, 0);
  expect(sharedBytes / bytes).toBeGreaterThan(0.99);
});

test('nothing lies in an asset that none of its files imports', () => {
  bundleFunctions();
  // Alone it shares nothing with others: its files have other names.
  bundleFunctions({ deposit: 'functions/http/deposit.ts' });
  const files = [...sizes('deposit').keys()];
  const code = files.map((file) => readFileSync(path.join(folderOf('deposit'), file), 'utf8')).join('\n');
  expect(files.filter((file) => file !== 'index.mjs' && !code.includes(`"./${file}"`))).toEqual([]);
});

// A cold start reads and parses all of it. With `main` before `module` it would be twice this size.
test('the code of an asset stays below 600 kB', () => {
  bundleFunctions();
  const bytes = [...sizes('deposit').values()].reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeLessThan(600_000);
});

test('a function without code stops the synth with a sentence', () => {
  expect(() => bundleFunctions({ 'place-bet': 'functions/http/place-bet.ts' })).toThrow(
    new SynthRefused('The function "place-bet" has no code: functions/http/place-bet.ts does not exist.'),
  );
});
