import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { entryPoints, type FunctionName, filesOf } from './functions';
import { SynthRefused } from './synth-refused';

const root = path.resolve(__dirname, '..');
/** Only names the bundle's files to esbuild, which doesn't write them. */
const outputFolder = path.join(root, 'build', 'functions');

/** Provides a function's code: bundled assets in the app, a one-liner in template tests. */
export type CodeOf = (name: FunctionName) => Code;

/**
 * Bundles every function in a single in-process esbuild run, which parses shared code only once and writes it to
 * separate files: a function's asset is its own file plus those it imports. The local host runs the same files and
 * loads each shared one once for all functions (decision 25).
 */
export function bundleFunctions(entries: Record<string, string> = entryPoints): CodeOf {
  const missing = Object.entries(entries).find(([, file]) => !existsSync(path.join(root, file)));
  if (missing !== undefined) {
    throw new SynthRefused(`The function "${missing[0]}" has no code: ${missing[1]} does not exist.`);
  }
  const bundle = buildSync({ ...options, entryPoints: entries });
  const contents = new Map(bundle.outputFiles.map((file) => [path.basename(file.path), file.contents]));
  const ownFolder = folderOfThisProcess();
  for (const name of Object.keys(entries)) {
    const folder = path.join(ownFolder, name);
    mkdirSync(folder);
    for (const file of importedBy(`${name}.mjs`, bundle.metafile)) {
      // The handler's module is always `index`, whatever the function's name.
      const target = file === `${name}.mjs` ? 'index.mjs' : file;
      writeFileSync(path.join(folder, target), contents.get(file) ?? '');
    }
    copyFiles(name, path.join(folder, 'files'));
  }
  return (name) => Code.fromAsset(path.join(ownFolder, name));
}

/** One per process, as two may synthesize at the same time. CDK copies what it needs into the assembly. */
function folderOfThisProcess(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'trading-functions-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * The SDK is bundled, because the one in the Lambda runtime may change under a running system, and `module` comes
 * before `main`, because the ES builds of zod and the SDK tree-shake to half the size.
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
  // CommonJS code in the bundle needs `require` for Node's own modules, which ES modules don't have.
  banner: {
    js: `import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);`,
  },
  minify: true,
  // Stack traces name our functions, which makes up for a source map that every cold start would have to parse.
  keepNames: true,
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
  metafile: true,
} satisfies BuildOptions;

/** The names of a file and everything it imports. */
function importedBy(file: string, { outputs }: Metafile, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  const output = outputs[path.relative(root, path.join(outputFolder, file))];
  const imported = output?.imports.filter(({ external }) => !external) ?? [];
  for (const { path: other } of imported) importedBy(path.basename(other), { inputs: {}, outputs }, known);
  return known;
}

/** Copies files that a function reads at runtime into a folder next to its code. */
function copyFiles(name: string, folder: string): void {
  for (const file of filesOf[name] ?? []) {
    mkdirSync(folder, { recursive: true });
    copyFileSync(path.join(root, file), path.join(folder, path.basename(file)));
  }
}

/** For CDK CLI commands that need only the template (`cdk list`, `cdk destroy`), and for tests. */
export function withoutBundling(): CodeOf {
  return () =>
    Code.fromInline('exports.handler = async () => { throw new Error("synthesized without code"); };');
}
