// Runs the CDK app as the CDK CLI would: the command in cdk.json, with its context and the output folder. Bundling
// takes seconds, so an assembly made from identical sources is reused.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { readJsonFile } from './read-json-file';
import { Refusal } from './refusal';

const CdkJson = z.object({ app: z.string(), context: z.record(z.string(), z.unknown()).default({}) });

// Everything that goes into the assembly.
const SOURCES = ['cdk.json', 'package-lock.json', 'lib', 'functions'];
const FINGERPRINT_FILE = 'made-from';

/** Values that override those in cdk.json, like `-c` on the CDK's command line. */
export type Context = Record<string, string>;

/** @throws Refusal with the app's output if it fails to synthesize */
export async function synthesize(
  projectFolder: string,
  outputFolder: string,
  given: Context = {},
): Promise<void> {
  const fingerprint = fingerprintOf(projectFolder, given);
  const fingerprintFile = path.join(outputFolder, FINGERPRINT_FILE);
  if (existsSync(fingerprintFile) && readFileSync(fingerprintFile, 'utf8') === fingerprint) return;
  rmSync(outputFolder, { recursive: true, force: true });
  await runApp(projectFolder, outputFolder, given);
  // Written last, so an interrupted synthesis is never taken for a complete one.
  writeFileSync(fingerprintFile, fingerprint);
}

async function runApp(projectFolder: string, outputFolder: string, given: Context): Promise<void> {
  const { app, context } = CdkJson.parse(readJsonFile(path.join(projectFolder, 'cdk.json')));
  const synth = spawn(app, {
    cwd: projectFolder,
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // Saves six seconds of a start. What CloudFormation would refuse matters only for deployments.
      CDK_VALIDATION: 'false',
      CDK_OUTDIR: path.resolve(outputFolder),
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...given }),
    },
  });
  const [output, errors, [code]] = await Promise.all([
    text(synth.stdout),
    text(synth.stderr),
    once(synth, 'close'),
  ]);
  if (code !== 0) {
    throw new Refusal(`The CDK app in ${projectFolder} does not synthesize:\n${errors || output}`);
  }
}

function fingerprintOf(projectFolder: string, given: Context): string {
  const hash = createHash('sha256').update(JSON.stringify(given));
  for (const source of SOURCES) {
    for (const file of filesOf(path.join(projectFolder, source)))
      hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(source: string): string[] {
  if (!existsSync(source)) return [];
  if (statSync(source).isFile()) return [source];
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(source, name))
    .filter((file) => statSync(file).isFile())
    .toSorted();
}
