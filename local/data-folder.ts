// The folder in which a host keeps everything: used by one host at a time, readable by its owner only, and never
// accepted incomplete.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { Refusal } from './refusal';
import { lockFile } from './table/file-lock';

const FOR_THE_OWNER = 0o600;
const FOLDER_FOR_THE_OWNER = 0o700;

export interface DataFolder {
  /** Records what the folder now contains, so the next start notices if a part has gone missing. */
  settle(): void;
  release(): void;
}

/** @throws Refusal if another host uses the folder, if it can't be written to, or if a part of it is missing */
export function openDataFolder(folder: string): DataFolder {
  makePrivate(folder);
  const release = lockFile(databaseFile(folder));
  try {
    refuseIncomplete(folder);
  } catch (error) {
    release();
    throw error;
  }
  return {
    settle() {
      const there = PARTS.filter((part) => existsSync(path.join(folder, part)));
      writeFileSync(path.join(folder, CONTENTS), JSON.stringify(there), { mode: FOR_THE_OWNER });
    },
    release,
  };
}

export function databaseFile(dataFolder: string): string {
  return path.join(dataFolder, DATABASE);
}

export function identityFile(dataFolder: string): string {
  return path.join(dataFolder, IDENTITY);
}

const DATABASE = 'trading.db';
const IDENTITY = 'identity.json';
/** Each is useless without the other: users without accounts, or accounts that nobody can sign in to. */
const PARTS = [DATABASE, IDENTITY];
const CONTENTS = 'contents.json';
const Contents = z.array(z.string()).catch(PARTS);

function refuseIncomplete(folder: string): void {
  const contents = path.join(folder, CONTENTS);
  if (!existsSync(contents)) return;
  const missing = contentsOf(contents).filter((part) => isMissingOrEmpty(path.join(folder, part)));
  if (missing.length === 0) return;
  throw new Refusal(
    `${folder} lacks ${missing.join(' and ')}, or it is empty, without which the rest of its data can't be used. ` +
      'Restore it from a backup, or start afresh with another --data folder.',
  );
}

/** SQLite takes an empty file for a new database. */
function isMissingOrEmpty(file: string): boolean {
  return !existsSync(file) || statSync(file).size === 0;
}

function contentsOf(file: string): string[] {
  try {
    return Contents.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return PARTS;
  }
}

/** An existing data folder is made private too, since earlier versions left it open. */
function makePrivate(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: FOLDER_FOR_THE_OWNER });
    if (!existsSync(databaseFile(folder))) return;
    chmodSync(folder, FOLDER_FOR_THE_OWNER);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isFile()) chmodSync(path.join(folder, entry.name), FOR_THE_OWNER);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Refusal(`The data folder ${folder} can't be used: ${why}`, { cause: error });
  }
}
