// The engine determines a stream's next record number by reading all of the table's records, and keeps every record
// forever, so each write costs more than the last (docs/decisions/0023-engine-streams-are-trimmed.md). Until
// that is fixed upstream, we add what is missing through a second connection to its file: an index for that query, and
// the deletion of records that nobody needs any more.
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'libsql';

export interface Outlived {
  /** The last record that every reader of the stream has passed. */
  readonly passed: number | undefined;
  /** Records older than this are deleted in any case. */
  readonly beforeSeconds: number;
}

export interface StreamUpkeep {
  /** Deletes the oldest records of a table's stream, and returns how many. The newest always stays. */
  trim(tableName: string, outlived: Outlived): Promise<number>;
  close(): void;
}

/** Our transaction blocks the engine for a few milliseconds, then pauses to let it work. */
const RECORDS_PER_TRANSACTION = 1000;
const PAUSE_MS = 10;
/** How long to wait for the engine's transactions: at the start, and later, when the wait blocks this whole process. */
const PATIENCE_MS = { atStart: 10_000, later: 50 };

const isThere = `SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_stream_records'`;

// Must be the engine's exact expression for SQLite to use the index; the engine also reads a shard's records by it.
const index = `CREATE INDEX IF NOT EXISTS _stream_records_by_number
  ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`;

// Numbering continues from the newest record, so a stream without any would restart at 1.
const deletion = `DELETE FROM _stream_records WHERE id IN (
  SELECT id FROM (
    SELECT id, CAST(sequence_number AS INTEGER) AS number, created_at FROM _stream_records
    WHERE table_name = :table AND CAST(sequence_number AS INTEGER) <
      (SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = :table)
    ORDER BY CAST(sequence_number AS INTEGER) LIMIT ${RECORDS_PER_TRANSACTION}
  ) WHERE number <= :passed OR created_at < :before
)`;

/** To be called once the engine has opened its file. Undefined for an engine that doesn't store records this way. */
export function openUpkeep(dataFile: string): StreamUpkeep | undefined {
  if (!existsSync(dataFile)) return undefined;
  const database = new Database(dataFile, { timeout: PATIENCE_MS.atStart });
  if (database.prepare(isThere).get() === undefined) {
    database.close();
    return undefined;
  }
  // A deletion undone by a power cut is simply repeated, and checkpointing the log is left to the engine.
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0');
  database.exec(index);
  database.exec(`PRAGMA busy_timeout = ${PATIENCE_MS.later}`);
  let isOpen = true;
  return {
    async trim(table, { passed, beforeSeconds }) {
      const limits = { table, passed: passed ?? null, before: beforeSeconds };
      for (let trimmed = 0; isOpen; await delay(PAUSE_MS)) {
        const changes = deleteSome(database, limits);
        trimmed += changes ?? 0;
        if (changes !== undefined && changes < RECORDS_PER_TRANSACTION) return trimmed;
      }
      return 0;
    },
    close() {
      isOpen = false;
      database.close();
    },
  };
}

/** How many records it deleted; undefined if the engine kept the file locked throughout. */
function deleteSome(database: Database.Database, limits: object): number | undefined {
  try {
    return database.prepare(deletion).run(limits).changes;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
}
