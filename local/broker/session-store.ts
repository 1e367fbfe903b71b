// Subscribers' sessions on disk: their subscriptions, and the messages for them not yet acknowledged. The host may be
// killed at any moment, and subscribers that reconnect must find both.
import { existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'libsql';
import { createPrivate } from '../private-file';

export interface StoredMessage {
  /** Identifies the message here. */
  row: number;
  clientId: string;
  topic: string;
  payload: Buffer;
  qos: 0 | 1 | 2;
  brokerId: string;
  brokerCounter: number;
}

export interface StoredSubscription {
  clientId: string;
  topic: string;
  qos: 0 | 1 | 2;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS subscriptions (
    clientId TEXT NOT NULL, topic TEXT NOT NULL, qos INTEGER NOT NULL, PRIMARY KEY (clientId, topic));
  CREATE TABLE IF NOT EXISTS messages (
    row INTEGER PRIMARY KEY, clientId TEXT NOT NULL, topic TEXT NOT NULL, payload BLOB NOT NULL, qos INTEGER NOT NULL,
    brokerId TEXT NOT NULL, brokerCounter INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS messages_of_client ON messages (clientId)`;

export class SessionStore {
  private readonly database: Database.Database;

  /** @param report called if the file is damaged: it is renamed, and sessions start afresh */
  constructor(file: string, report: (line: string) => void) {
    this.database = opened(file, report);
  }

  subscriptions(): StoredSubscription[] {
    return this.database
      .prepare('SELECT clientId, topic, qos FROM subscriptions')
      .all() as StoredSubscription[];
  }

  /** In order of publication. */
  messages(): StoredMessage[] {
    const rows = this.database.prepare('SELECT * FROM messages ORDER BY row').all() as StoredMessage[];
    return rows.map((row) => ({ ...row, payload: Buffer.from(row.payload) }));
  }

  subscribe({ clientId, topic, qos }: StoredSubscription): void {
    this.database.prepare('INSERT OR REPLACE INTO subscriptions VALUES (?, ?, ?)').run(clientId, topic, qos);
  }

  unsubscribe(clientId: string, topic: string): void {
    this.database.prepare('DELETE FROM subscriptions WHERE clientId = ? AND topic = ?').run(clientId, topic);
  }

  /** @returns its row */
  add({ clientId, topic, payload, qos, brokerId, brokerCounter }: Omit<StoredMessage, 'row'>): number {
    const insertion = this.database.prepare('INSERT INTO messages VALUES (NULL, ?, ?, ?, ?, ?, ?)');
    return Number(insertion.run(clientId, topic, payload, qos, brokerId, brokerCounter).lastInsertRowid);
  }

  remove(row: number): void {
    this.database.prepare('DELETE FROM messages WHERE row = ?').run(row);
  }

  forget(clientId: string): void {
    for (const table of ['subscriptions', 'messages'])
      this.database.prepare(`DELETE FROM ${table} WHERE clientId = ?`).run(clientId);
  }

  close(): void {
    this.database.close();
  }
}

function opened(file: string, report: (line: string) => void): Database.Database {
  try {
    return openedAsIs(file);
  } catch (error) {
    if (!(error instanceof Database.SqliteError && DAMAGE.test(error.code))) throw error;
    setAside(file, report);
    return openedAsIs(file);
  }
}

const DAMAGE = /^SQLITE_(NOTADB|CORRUPT)/;

function openedAsIs(file: string): Database.Database {
  createPrivate(file);
  const database = new Database(file);
  try {
    // Writes survive a crash of this process without waiting for the disk each time.
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.exec(TABLES);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function setAside(file: string, report: (line: string) => void): void {
  const aside = `${file}.damaged`;
  for (const ending of ['', '-wal', '-shm']) {
    rmSync(`${aside}${ending}`, { force: true });
    if (existsSync(`${file}${ending}`)) renameSync(`${file}${ending}`, `${aside}${ending}`);
  }
  report(`mqtt: ${file} is damaged and was renamed to ${aside}: subscribers' sessions start afresh`);
}
