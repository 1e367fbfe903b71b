import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod';

const root = path.resolve(__dirname, '..', '..', '..');
const program = path.join(root, 'node_modules', '.bin', 'cdk');

const Outputs = z.record(
  z.string(),
  z.object({
    ApiUrl: z.url(),
    TableName: z.string(),
    UserPoolId: z.string(),
    UserPoolClientId: z.string(),
    DeadLetterQueueUrl: z.url(),
    TicksTopic: z.string(),
  }),
);
export type Outputs = z.infer<typeof Outputs>[string];

export interface Deployed {
  outputs: Outputs;
  /** Whether the CLI found nothing to change. */
  hadNoChanges: boolean;
}

/** The real CDK CLI, as a person uses it, in an environment that determines where AWS is. */
export class Cdk {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'trading-cdk-'));
  private readonly assemblies = path.join(this.folder, 'assemblies');

  constructor(private readonly environment: Record<string, string | undefined>) {}

  /** Runs in a folder without an app: inside the project, the CLI would synthesize first, without the code. */
  async bootstrap(account: string, region: string): Promise<void> {
    await this.run(this.folder, ['bootstrap', `aws://${account}/${region}`]);
  }

  async synthesize(stage: string, ...context: string[]): Promise<void> {
    const values = [`stage=${stage}`, ...context].flatMap((value) => ['-c', value]);
    await this.run(root, ['synth', '--quiet', '--output', this.assemblyOf(stage), ...values]);
  }

  async deploy(stage: string): Promise<Deployed> {
    const outputsFile = path.join(this.folder, `${stage}-outputs.json`);
    const said = await this.run(this.folder, [
      'deploy',
      ...['--app', this.assemblyOf(stage)],
      ...['--outputs-file', outputsFile],
      ...['--require-approval', 'never'],
    ]);
    const outputs = Outputs.parse(JSON.parse(readFileSync(outputsFile, 'utf8')))[`trading-${stage}`];
    if (outputs === undefined) throw new Error(`the CLI wrote no outputs for trading-${stage}`);
    return { outputs, hadNoChanges: said.includes(`trading-${stage} (no changes)`) };
  }

  async destroy(stage: string): Promise<void> {
    await this.run(this.folder, ['destroy', '--app', this.assemblyOf(stage), '--force']);
  }

  removeFiles(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private assemblyOf(stage: string): string {
    return path.join(this.assemblies, stage);
  }

  private async run(cwd: string, args: string[]): Promise<string> {
    const child = spawn(program, [...args, '--no-notices', '--no-color', '--progress', 'events'], {
      cwd,
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const [code, out, complaints] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    // The CLI reports progress on stderr as well.
    const said = out + complaints;
    if (code !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${code}:\n${said}`);
    return said;
  }
}
