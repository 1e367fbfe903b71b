// Where the commands of an operator find what answers for AWS, for as long as a host runs on a data folder. The address
// is drawn anew at each start, and told to nobody but the owner of the folder.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { isAlive } from '../table/claim';

const Note = z.object({ owner: z.int().positive(), url: z.url() });

/** @returns what takes the note away again */
export function noteAddress(dataFolder: string, url: string): () => void {
  const file = noteFile(dataFolder);
  writeFileSync(file, JSON.stringify({ owner: process.pid, url } satisfies z.infer<typeof Note>), {
    mode: 0o600,
  });
  return () => rmSync(file, { force: true });
}

/** Undefined where no host runs on the folder. */
export function notedAddress(dataFolder: string): string | undefined {
  try {
    const { owner, url } = Note.parse(JSON.parse(readFileSync(noteFile(dataFolder), 'utf8')));
    return isAlive(owner) ? url : undefined;
  } catch {
    return undefined;
  }
}

function noteFile(dataFolder: string): string {
  return path.join(dataFolder, 'aws.json');
}
