// Where the commands of an operator find what answers for AWS, for as long as a host runs on a data folder. The address
// is drawn anew at each start, and told to nobody but the owner of the folder.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { isAlive } from './claim';

const Note = z.object({ owner: z.int().positive(), url: z.url(), accessKeyId: z.string() });

export type NotedAddress = Pick<z.infer<typeof Note>, 'url' | 'accessKeyId'>;

/** @returns what takes the note away again */
export function noteAddress(dataFolder: string, { url, accessKeyId }: NotedAddress): () => void {
  const file = noteFile(dataFolder);
  const note = { owner: process.pid, url, accessKeyId } satisfies z.infer<typeof Note>;
  writeFileSync(file, JSON.stringify(note), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** Undefined where no host runs on the folder. */
export function notedAddress(dataFolder: string): NotedAddress | undefined {
  try {
    const { owner, ...address } = Note.parse(JSON.parse(readFileSync(noteFile(dataFolder), 'utf8')));
    return isAlive(owner) ? address : undefined;
  } catch {
    return undefined;
  }
}

function noteFile(dataFolder: string): string {
  return path.join(dataFolder, 'aws.json');
}
