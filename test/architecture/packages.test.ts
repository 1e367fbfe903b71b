import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import * as z from 'zod';
import { ROOT, sources, textOf } from './sources';

/** What `npm start` and `cdk deploy` load, the console's build included. */
const RUN = ['functions', 'lib', 'local', 'market', 'web'];
const LOADED =
  /(?:\b(?:import|export)\s(?!type\b)[^'"]*?\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\s*\(\s*)'([^'\n]+)'/g;

const { dependencies, devDependencies } = z
  .object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')));

function packagesOf(file: string): string[] {
  return [...textOf(file).matchAll(LOADED)]
    .map(([, specifier = '']) => specifier)
    .filter((specifier) => !/^(?:\.|node:|virtual:)/.test(specifier) && !builtinModules.includes(specifier))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
}

test('everything that runs works without the development packages (npm ci --omit=dev)', () => {
  const loaded = RUN.flatMap(sources).flatMap((file) => packagesOf(file).map((name) => ({ file, name })));
  expect(loaded.length).toBeGreaterThan(100);
  const onlyForDevelopment = loaded.filter(({ name }) => name in devDependencies && !(name in dependencies));
  expect(onlyForDevelopment).toEqual([]);
});
