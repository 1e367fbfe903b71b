// How far each event source has been read, shard by shard. It is saved at most once a second, as writing a file for
// each batch would take longer than most batches: after a crash, what was processed since is redelivered, which is what
// "at least once" means.
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import type { PrintLine } from '../functions/log';

export interface CheckpointsOptions {
  /** Where they are kept; without it they are lost at the end. */
  file?: string | undefined;
  print: PrintLine;
}

const Positions = z.record(z.string(), z.string());
const INTERVAL_MS = 1000;

export class Checkpoints {
  private readonly positions: Map<string, string>;
  private timer: NodeJS.Timeout | undefined;
  private saving: Promise<void> = Promise.resolve();

  constructor(private readonly options: CheckpointsOptions) {
    this.positions = new Map(Object.entries(keptPositions(options)));
  }

  get(source: string, shardId: string): string | undefined {
    return this.positions.get(nameOf(source, shardId));
  }

  set(source: string, shardId: string, sequenceNumber: string): void {
    this.positions.set(nameOf(source, shardId), sequenceNumber);
    this.timer ??= setTimeout(() => this.save(), INTERVAL_MS);
  }

  /** Resolves when everything set so far is saved, or the failure to do so was printed. */
  async save(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.saving = this.saving.then(() => this.write());
    await this.saving;
  }

  private async write(): Promise<void> {
    const { file, print } = this.options;
    if (file === undefined) return;
    try {
      // A rename is all or nothing: a crash leaves the old file or the new one.
      const positions = JSON.stringify(Object.fromEntries(this.positions));
      await writeFile(`${file}.new`, positions, { mode: 0o600 });
      await rename(`${file}.new`, file);
    } catch (error) {
      print(`event sources: their positions could not be saved: ${error}`);
    }
  }
}

/** Unreadable positions count as none: everything still in the streams is then read again. */
function keptPositions({ file, print }: CheckpointsOptions): z.output<typeof Positions> {
  if (file === undefined || !existsSync(file)) return {};
  try {
    return Positions.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const [why] = String(error).split('\n');
    print(
      `event sources: ${file} is damaged (${why}), so everything still in the streams is delivered again`,
    );
    return {};
  }
}

function nameOf(source: string, shardId: string): string {
  return `${source} ${shardId}`;
}
