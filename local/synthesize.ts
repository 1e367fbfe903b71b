// Runs the CDK app as the CDK CLI would (the command of cdk.json, with its context and where to put the assembly),
// which takes a second instead of the CLI's five.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { Refusal } from './refusal';

const CdkJson = z.object({ app: z.string(), context: z.record(z.string(), z.unknown()).default({}) });

/** Throws with what the app printed when it does not synthesize. */
export async function synthesize(projectFolder: string, outputFolder: string): Promise<void> {
  const { app, context } = CdkJson.parse(
    JSON.parse(readFileSync(path.join(projectFolder, 'cdk.json'), 'utf8')),
  );
  rmSync(outputFolder, { recursive: true, force: true });
  const synth = spawn(app, {
    cwd: projectFolder,
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      CDK_OUTDIR: path.resolve(outputFolder),
      CDK_CONTEXT_JSON: JSON.stringify(context),
    },
  });
  const [output, errors, [code]] = await Promise.all([
    text(synth.stdout),
    text(synth.stderr),
    once(synth, 'close'),
  ]);
  if (code !== 0)
    throw new Refusal(`The CDK app of ${projectFolder} does not synthesize:\n${errors || output}`);
}
