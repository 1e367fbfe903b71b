// Tells operators' commands where to find a running host's endpoint in place of AWS. The address is random at each
// start, and only the owner of the data folder can read it.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { isAlive } from './claim';

const Note = z.object({ owner: z.int().positive(), url: z.url(), accessKeyId: z.string() });

export type NotedAddress = Pick<z.infer<typeof Note>, 'url' | 'accessKeyId'>;

/** @returns a function that removes the note again */
export function noteAddress(dataFolder: string, { url, accessKeyId }: NotedAddress): () => void {
  const file = noteFile(dataFolder);
  const note = { owner: process.pid, url, accessKeyId } satisfies z.infer<typeof Note>;
  writeFileSync(file, JSON.stringify(note), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** Undefined if no host is running on the folder. */
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
