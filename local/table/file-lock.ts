// Of two processes that start at the same time, exactly one gets a data file. A file naming the owner can't guarantee
// that, since both may find it missing or stale; so SQLite's own lock on a file next to it decides, which the system
// releases when its process ends, however it ends.
import Database from 'libsql';
import { createPrivate } from '../private-file';
import { Refusal } from '../refusal';

interface Lock {
  readonly database: Database.Database;
  holders: number;
}

const locks = new Map<string, Lock>();

/**
 * Locks the file; within this process it may be held several times over.
 * @returns a function that releases the lock
 * @throws Refusal if another process holds the file
 */
export function lockFile(dataFile: string): () => void {
  const lock = locks.get(dataFile) ?? { database: lockedDatabase(dataFile), holders: 0 };
  lock.holders += 1;
  locks.set(dataFile, lock);
  return () => {
    lock.holders -= 1;
    if (lock.holders > 0) return;
    locks.delete(dataFile);
    lock.database.close();
  };
}

function lockedDatabase(dataFile: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    createPrivate(`${dataFile}.lock`);
    database = new Database(`${dataFile}.lock`);
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    const isHeld = error instanceof Error && /locked|busy/i.test(error.message);
    throw new Refusal(
      isHeld
        ? `${dataFile} is in use by another process. Stop that process first, or use another --data folder.`
        : `The data folder of ${dataFile} can't be written to: ${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  }
}
