import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { Refusal } from '../refusal';
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

/** @returns the file's content, or undefined if there is no file yet; an unreadable file is an error */
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
    throw new Refusal(
      `The identity file ${file} is damaged. Restore it from a backup, or start afresh with another --data folder.`,
      { cause },
    );
  }
}

/**
 * Keeps the state in one file. It holds a private key and password hashes, so only the owner may read it, and it is
 * replaced atomically, so a crash leaves either the old state or the new one.
 */
export class IdentityFile {
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(
    private readonly file: string,
    private readonly state: () => IdentityState,
  ) {}

  /** Resolves when every change made before the call is on disk. Concurrent calls share one write. */
  save(): Promise<void> {
    this.next ??= this.writing
      // If the previous write failed, its own callers were told.
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

// By shape rather than class: under jest, node:fs errors belong to another realm's Error.
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

// The rename is durable only once the folder that records it is on disk. Windows can't open folders.
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
