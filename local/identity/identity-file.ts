import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { userSchema } from './directory';
import { signInSchema } from './refresh-tokens';
import { privateKeySchema } from './signing-key';

const identityStateSchema = z.object({
  version: z.literal(1),
  signingKey: privateKeySchema,
  users: z.array(userSchema),
  signIns: z.array(signInSchema),
});

export type IdentityState = z.infer<typeof identityStateSchema>;

/** What the file holds, or nothing when there is none yet; a file that cannot be read is an error, never "none". */
export async function readIdentityFile(file: string): Promise<IdentityState | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return undefined;
    throw error;
  }
  try {
    return identityStateSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`The identity file ${file} is damaged; put it back from a copy, or remove it.`, {
      cause,
    });
  }
}

/**
 * Keeps the state in one file. It holds a private key and password hashes, so nobody else may read it, and it
 * is replaced whole, so that a crash leaves the old state or the new one and never half of either.
 */
export class IdentityFile {
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(
    private readonly file: string,
    private readonly state: () => IdentityState,
  ) {}

  /** Resolves when everything that was changed before the call is on the disk. Calls that meet share one write. */
  save(): Promise<void> {
    this.next ??= this.writing
      // The write before this one has told its own callers if it failed.
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        this.writing = replaceFile(this.file, JSON.stringify(this.state()));
        return this.writing;
      });
    return this.next;
  }

  async settled(): Promise<void> {
    await (this.next ?? this.writing);
  }
}

// By its shape and not by its class: under jest, the errors of node:fs are of another realm's Error.
function isMissingFile(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

async function replaceFile(file: string, text: string): Promise<void> {
  const replacement = `${file}.new`;
  const handle = await open(replacement, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(replacement, file);
  await syncFolder(path.dirname(file));
}

// The rename itself is lasting only once the folder that records it is on the disk. Windows opens no folders.
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
