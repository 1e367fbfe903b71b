// The engine finds the number of a stream's next record by reading all records of the table, and it keeps every record
// for ever: each write costs more than the one before it (docs/decisions/0023-the-engines-streams-are-kept-short.md).
// Until it mends that, we do what it leaves undone, from a second connection to its file: an index that answers the
// question at once, and an end for records that nobody needs any more.
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'libsql';

export interface Outlived {
  /** The last record that every reader of the stream has passed. */
  readonly passed: number | undefined;
  /** Records from before this time go in any case. */
  readonly beforeSeconds: number;
}

export interface StreamUpkeep {
  /** Deletes records of a table's stream from the oldest on, and answers how many. The newest always stays. */
  trim(tableName: string, outlived: Outlived): Promise<number>;
  close(): void;
}

/** A transaction of ours makes the engine wait for a few milliseconds, and then it has its turn. */
const RECORDS_PER_TRANSACTION = 1000;
const PAUSE_MS = 10;
/** For a transaction of the engine's: at the start, when nobody waits for us, and when all that this process does waits. */
const PATIENCE_MS = { atStart: 10_000, later: 50 };

const isThere = `SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_stream_records'`;

// The engine's own words, which SQLite looks for an index by. It also reads the records of a shard by them.
const index = `CREATE INDEX IF NOT EXISTS _stream_records_by_number
  ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`;

// Numbers go on from the newest record, so that a stream without any would begin again at 1.
const deletion = `DELETE FROM _stream_records WHERE id IN (
  SELECT id FROM (
    SELECT id, CAST(sequence_number AS INTEGER) AS number, created_at FROM _stream_records
    WHERE table_name = :table AND CAST(sequence_number AS INTEGER) <
      (SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = :table)
    ORDER BY CAST(sequence_number AS INTEGER) LIMIT ${RECORDS_PER_TRANSACTION}
  ) WHERE number <= :passed OR created_at < :before
)`;

/** Call it once the engine has opened its file. Undefined for an engine that keeps no records in such a way. */
export function openUpkeep(dataFile: string): StreamUpkeep | undefined {
  if (!existsSync(dataFile)) return undefined;
  const database = new Database(dataFile, { timeout: PATIENCE_MS.atStart });
  if (database.prepare(isThere).get() === undefined) {
    database.close();
    return undefined;
  }
  // A deletion that a power cut undoes is simply done again; and to move pages out of the log is the engine's business.
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

/** How many; undefined when the engine was writing all the time. */
function deleteSome(database: Database.Database, limits: object): number | undefined {
  try {
    return database.prepare(deletion).run(limits).changes;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
}
