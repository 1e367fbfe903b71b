import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import Database from 'libsql';
import * as z from 'zod';
import { type Engine, startEngine } from '../../../local/table/engine';
import { openUpkeep, type StreamUpkeep } from '../../../local/table/upkeep';
import { inFull } from '../../../testing/scale';

const TABLE = 'notes';
const NEVER = { passed: undefined, beforeSeconds: 0 };
const KILOBYTE = 'x'.repeat(1000);

let folder: string;
let engine: Engine;
let client: DynamoDBDocumentClient;
let streams: DynamoDBStreamsClient;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'upkeep-'));
  await start();
  const key = { AttributeName: 'PK', AttributeType: 'S' } as const;
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [key],
      KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
});

afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

const dataFile = () => path.join(folder, 'trading.db');

async function start(): Promise<void> {
  engine = await startEngine({ dataFile: dataFile() });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const options = { endpoint: engine.endpoint, region: 'us-east-1', credentials };
  client = DynamoDBDocumentClient.from(new DynamoDBClient(options));
  streams = new DynamoDBStreamsClient(options);
}

async function stop(): Promise<void> {
  client.destroy();
  streams.destroy();
  await engine.stop();
}

function upkeep(): StreamUpkeep {
  if (engine.upkeep === undefined) throw new Error('the engine needs to be looked after');
  return engine.upkeep;
}

const put = (PK: string) => client.send(new PutCommand({ TableName: TABLE, Item: { PK, text: KILOBYTE } }));

/** The numbers of the records that a reader from the very beginning gets. */
async function numbers(): Promise<number[]> {
  const { Streams } = await streams.send(new ListStreamsCommand({ TableName: TABLE }));
  const StreamArn = Streams?.[0]?.StreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const { Records } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  return (Records ?? []).map(({ dynamodb }) => Number(dynamodb?.SequenceNumber));
}

/** As the engine leaves them, written without it because it would take hours. */
function writeRecords(count: number, createdAtSeconds: number): void {
  const database = new Database(dataFile(), { timeout: 5000 });
  database
    .prepare(
      `INSERT INTO _stream_records (table_name, event_name, keys_json, new_image, sequence_number, shard_id, created_at)
       WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
       SELECT :table, 'INSERT', '{"PK":{"S":"a"}}', '{"PK":{"S":"a"}}',
         CAST(n + (SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) FROM _stream_records) AS TEXT),
         'shardId-00000001-' || :table, :at FROM numbers`,
    )
    .run({ table: TABLE, count, at: createdAtSeconds });
  database.close();
}

function ask(sql: string): string {
  const database = new Database(dataFile(), { timeout: 5000 });
  const answer = JSON.stringify(database.prepare(sql).all());
  database.close();
  return answer;
}

/** What SQLite's virtual machine does for a statement: the same on every machine, however busy. */
function steps(sql: string): number {
  const database = new Database(dataFile(), { timeout: 5000 });
  database.exec('BEGIN');
  const statement = database.prepare(sql);
  statement.all();
  const counted = database.prepare('SELECT nstep FROM sqlite_stmt WHERE sql = ?').all(sql);
  database.exec('ROLLBACK');
  database.close();
  return z.tuple([z.object({ nstep: z.int() })]).parse(counted)[0].nstep;
}

const NUMBER_OF_THE_NEXT = `SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = 'notes'`;

/** What the engine asks of its records at each write and each read of the stream, in its own words. */
const STATEMENTS: [string, string][] = [
  ['the number of the next record', NUMBER_OF_THE_NEXT],
  [
    'the records behind a number',
    `SELECT new_image FROM _stream_records WHERE table_name = 'notes' AND shard_id = 'shardId-00000001-notes'
     AND CAST(sequence_number AS INTEGER) > 800 ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT 100`,
  ],
];

test.each(STATEMENTS)('the engine finds %s by an index, in order', (_, sql) => {
  const plan = ask(`EXPLAIN QUERY PLAN ${sql}`);
  expect(plan).toContain('SEARCH _stream_records USING INDEX _stream_records_by_number');
  expect(plan).not.toContain('TEMP B-TREE');
});

test.each([
  ...STATEMENTS,
  [
    'the place of a new record',
    `INSERT INTO _stream_records (table_name, event_name, keys_json, sequence_number, shard_id, created_at)
     VALUES ('notes', 'INSERT', '{}', (${NUMBER_OF_THE_NEXT}), 'shardId-00000001-notes', 0) RETURNING id`,
  ],
])('%s takes SQLite as many steps after 100,000 records as after 1,000', (_, sql) => {
  writeRecords(1_000, 0);
  const young = steps(sql);
  writeRecords(99_000, 0);
  expect(young).toBeGreaterThan(0);
  expect(steps(sql) / young).toBeLessThanOrEqual(1.2);
});

test('records that every reader has passed are deleted, and no others', async () => {
  for (const name of ['a', 'b', 'c', 'd']) await put(name);
  expect(await upkeep().trim(TABLE, { passed: 2, beforeSeconds: 0 })).toBe(2);
  expect(await numbers()).toEqual([3, 4]);
  expect(await upkeep().trim(TABLE, { passed: 2, beforeSeconds: 0 })).toBe(0);
  expect(await upkeep().trim(TABLE, NEVER)).toBe(0);
  expect(await upkeep().trim('another', { passed: 9, beforeSeconds: 0 })).toBe(0);
  expect(await numbers()).toEqual([3, 4]);
});

test('records that are too old are deleted unread', async () => {
  writeRecords(3, 1_000);
  writeRecords(3, 2_000);
  expect(await upkeep().trim(TABLE, { passed: undefined, beforeSeconds: 1_500 })).toBe(3);
  expect(await numbers()).toEqual([4, 5, 6]);
});

test('the newest record stays, so that numbers continue, also after a restart', async () => {
  for (const name of ['a', 'b', 'c']) await put(name);
  expect(await upkeep().trim(TABLE, { passed: 3, beforeSeconds: Number.MAX_SAFE_INTEGER })).toBe(2);
  await stop();
  await start();
  await put('d');
  expect(await numbers()).toEqual([3, 4]);
});

test('records written while others are deleted are all there, in order', async () => {
  writeRecords(20_000, 0);
  let written = 0;
  let isDone = false;
  const writing = Array.from({ length: 4 }, async () => {
    while (!isDone) {
      await put('a');
      written++;
    }
  });
  const trimmed = await upkeep().trim(TABLE, { passed: 19_990, beforeSeconds: 0 });
  isDone = true;
  await Promise.all(writing);
  expect(trimmed).toBe(19_990);
  const left = await numbers();
  expect(left).toEqual(Array.from({ length: Math.min(1000, written + 10) }, (_, index) => 19_991 + index));
});

test('tens of thousands of changes leave a file no larger than a few thousand need', async () => {
  let changes = 0;
  const rounds = inFull(10, 4);
  for (let round = 0; round < rounds; round++) {
    for (let count = 0; count < 50; count++) {
      const Items = Array.from({ length: 100 }, (_, index) => ({
        PK: String(index),
        text: KILOBYTE,
        changes,
      }));
      const TransactItems = Items.map((Item) => ({ Put: { TableName: TABLE, Item } }));
      await client.send(new TransactWriteCommand({ TransactItems }));
      changes += Items.length;
    }
    await upkeep().trim(TABLE, { passed: changes, beforeSeconds: 0 });
  }
  expect(changes).toBe(rounds * 5_000);
  // 5,000 records of two images each make 13 MB; all of them would make four times as much, or ten times in full.
  expect(statSync(dataFile()).size).toBeLessThan(25_000_000);
}, 120_000);

test('a file with 200,000 records from an older version is repaired at the start', async () => {
  writeRecords(200_000, 1_000);
  ask('SELECT 1');
  const database = new Database(dataFile(), { timeout: 5000 });
  database.exec('DROP INDEX _stream_records_by_number');
  database.close();
  await stop();
  await start();
  expect(await upkeep().trim(TABLE, { passed: undefined, beforeSeconds: 1_001 })).toBe(199_999);
  await put('a');
  expect(await numbers()).toEqual([200_000, 200_001]);
});

test('a file without stream records is left alone', () => {
  const file = path.join(folder, 'another.db');
  expect(openUpkeep(file)).toBeUndefined();
  const database = new Database(file);
  database.exec('CREATE TABLE something (id INTEGER)');
  database.close();
  expect(openUpkeep(file)).toBeUndefined();
});
