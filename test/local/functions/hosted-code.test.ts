import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hostedCode } from '../../../local/functions/hosted-code';
import { aFunction } from '../support/functions';

let assembly: string;
beforeEach(() => {
  assembly = mkdtempSync(path.join(tmpdir(), 'assembly-'));
});
afterEach(() => rmSync(assembly, { recursive: true }));

/** An asset with an entry and what it imports, as `lib/bundle.ts` writes it. */
function anAsset(name: string, shared: string) {
  const folder = path.join(assembly, `asset.${name}`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'shared-A.mjs'), shared);
  writeFileSync(path.join(folder, 'index.mjs'), `import './shared-A.mjs'; export const handler = '${name}';`);
  return { ...aFunction(''), name, folder };
}

const hosted = (name: string) => path.join(assembly, 'hosted', `${name}.mjs`);

test('functions with the same shared files are loaded from one folder, which has each file once', () => {
  for (const name of ['buy', 'sell']) {
    expect(hostedCode(anAsset(name, 'export const made = 1;'))).toEqual({
      file: hosted(name),
      moduleName: 'index',
      exportName: 'handler',
    });
  }
  expect(readdirSync(path.join(assembly, 'hosted')).toSorted()).toEqual([
    'buy.mjs',
    'sell.mjs',
    'shared-A.mjs',
  ]);
});

test('a function whose shared file differs is loaded from its own asset', () => {
  expect(hostedCode(anAsset('buy', 'export const made = 1;'))?.file).toBe(hosted('buy'));
  expect(hostedCode(anAsset('sell', 'export const made = 2;'))?.file).toBe(
    path.join(assembly, 'asset.sell', 'index.mjs'),
  );
});

test('asking again, for the next worker or from another process, gives the same', () => {
  const declaration = anAsset('buy', 'export const made = 1;');
  expect(hostedCode(declaration)).toEqual(hostedCode(declaration));
  expect(readdirSync(path.join(assembly, 'hosted'))).toHaveLength(2);
});

test('code other than an ES module is loaded in place, and missing code is not found', () => {
  const declaration = aFunction('');
  expect(hostedCode(declaration)?.file).toBe(path.join(declaration.folder, 'index.js'));
  expect(hostedCode({ ...declaration, handler: 'absent.handler' })).toBeUndefined();
});
