import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { entryPoints, type FunctionName, filesOf } from './functions';
import { SynthRefused } from './synth-refused';

const root = path.resolve(__dirname, '..');
const outputFolder = path.join(root, 'build', 'functions');

/** Where the code of a function comes from: bundled assets in the app, a one-liner in the tests of the template. */
export type CodeOf = (name: FunctionName) => Code;

/**
 * Bundles every function in one in-process esbuild run, which parses what they share only once, and writes what they
 * share into files of its own: an asset is the file of its function with those that it imports. The local host runs
 * the same files, each shared one once for all functions (decision 25).
 */
export function bundleFunctions(entries: Record<string, string> = entryPoints): CodeOf {
  const missing = Object.entries(entries).find(([, file]) => !existsSync(path.join(root, file)));
  if (missing !== undefined) {
    throw new SynthRefused(`The function "${missing[0]}" has no code: ${missing[1]} does not exist.`);
  }
  const bundle = buildSync({ ...options, entryPoints: entries });
  const contents = new Map(bundle.outputFiles.map((file) => [path.basename(file.path), file.contents]));
  for (const name of Object.keys(entries)) {
    const folder = path.join(outputFolder, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const file of importedBy(`${name}.mjs`, bundle.metafile)) {
      // Whatever its name, the module of a handler is `index`.
      const target = file === `${name}.mjs` ? 'index.mjs' : file;
      writeFileSync(path.join(folder, target), contents.get(file) ?? '');
    }
    copyFiles(name);
  }
  return (name) => Code.fromAsset(path.join(outputFolder, name));
}

/**
 * The SDK goes inside, because the one in the Lambda runtime changes under a running system, and `module` comes before
 * `main`, because the ES builds of zod and the SDK shake to half the size.
 */
const options = {
  absWorkingDir: root,
  outdir: outputFolder,
  bundle: true,
  splitting: true,
  chunkNames: 'shared-[hash]',
  platform: 'node',
  // The local host runs the same bundles on any Node from 20, Lambda on 24.
  target: 'node20',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  // What is CommonJS in the bundle asks for Node's own modules by a function that ES modules don't have.
  banner: {
    js: `import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);`,
  },
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
  metafile: true,
} satisfies BuildOptions;

/** The file and all that it imports, by their names. */
function importedBy(file: string, { outputs }: Metafile, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  const output = outputs[path.relative(root, path.join(outputFolder, file))];
  const imported = output?.imports.filter(({ external }) => !external) ?? [];
  for (const { path: other } of imported) importedBy(path.basename(other), { inputs: {}, outputs }, known);
  return known;
}

/** Files that a function reads at run time lie in `files` beside its code. */
function copyFiles(name: string): void {
  const folder = path.join(outputFolder, name, 'files');
  for (const file of filesOf[name] ?? []) {
    mkdirSync(folder, { recursive: true });
    copyFileSync(path.join(root, file), path.join(folder, path.basename(file)));
  }
}

/** For commands of the CDK CLI that look at the template only (`cdk list`, `cdk destroy`), and for tests. */
export function withoutBundling(): CodeOf {
  return () =>
    Code.fromInline('exports.handler = async () => { throw new Error("synthesized without code"); };');
}
