// Subscribers' sessions on disk: their subscriptions, and the messages for them not yet acknowledged. The host may be
// killed at any moment, and subscribers that reconnect must find both.
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

  constructor(file: string) {
    createPrivate(file);
    this.database = new Database(file);
    // Writes survive a crash of this process without waiting for the disk each time.
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = NORMAL');
    this.database.exec(TABLES);
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
