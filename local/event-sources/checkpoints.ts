// How far each event source has been read, shard by shard. What was processed after the last write comes again
// after a crash, which is what "at least once" means.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

const Positions = z.record(z.string(), z.string());

export class Checkpoints {
  private readonly positions: Map<string, string>;

  /** @param file where they are kept; without it they are forgotten at the end */
  constructor(private readonly file?: string) {
    const kept = file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    this.positions = new Map(Object.entries(Positions.parse(kept)));
  }

  get(source: string, shardId: string): string | undefined {
    return this.positions.get(nameOf(source, shardId));
  }

  set(source: string, shardId: string, sequenceNumber: string): void {
    this.positions.set(nameOf(source, shardId), sequenceNumber);
    if (this.file === undefined) return;
    // A rename is all or nothing: a crash leaves the old file or the new one.
    writeFileSync(`${this.file}.new`, JSON.stringify(Object.fromEntries(this.positions)));
    renameSync(`${this.file}.new`, this.file);
  }
}

function nameOf(source: string, shardId: string): string {
  return `${source} ${shardId}`;
}
