import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { entryPoints, type FunctionName, filesOf } from './functions';
import { SynthRefused } from './synth-refused';

const root = path.resolve(__dirname, '..');
const outputFolder = path.join(root, 'build', 'functions');

/** Where the code of a function comes from: bundled assets in the app, a one-liner in the tests of the template. */
export type CodeOf = (name: FunctionName) => Code;

/**
 * Bundles every function in one in-process esbuild run, which parses what they share only once. The SDK goes
 * inside, because the one in the Lambda runtime changes under a running system, and `module` comes before
 * `main`, because the ES builds of zod and the SDK shake to half the size.
 */
export function bundleFunctions(entries: Record<string, string> = entryPoints): CodeOf {
  const missing = Object.entries(entries).find(([, file]) => !existsSync(path.join(root, file)));
  if (missing !== undefined) {
    throw new SynthRefused(`The function "${missing[0]}" has no code: ${missing[1]} does not exist.`);
  }

  buildSync({
    absWorkingDir: root,
    entryPoints: Object.entries(entries).map(([name, file]) => ({ in: file, out: `${name}/index` })),
    outdir: outputFolder,
    bundle: true,
    platform: 'node',
    // The local host runs the same bundles on any Node from 20, Lambda on 24.
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  for (const name of Object.keys(entries)) copyFiles(name);
  return (name) => Code.fromAsset(path.join(outputFolder, name));
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
