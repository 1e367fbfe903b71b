import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SourceRecord } from '../../../local/event-sources/batches';
import { Checkpoints } from '../../../local/event-sources/checkpoints';
import { TableFollower } from '../../../local/event-sources/table-follower';
import { changesOf, openStreamedStore, type StreamedStore } from '../../../testing/streamed-store';
import { documents } from '../../../testing/test-store';
import { aSource } from '../support/event-sources';

let store: StreamedStore;
let folder: string;
let stopping = new AbortController();
beforeEach(async () => {
  store = await openStreamedStore();
  folder = mkdtempSync(path.join(tmpdir(), 'checkpoints-'));
});
afterEach(() => {
  // A follower never gives up: one whose test has failed must not go on.
  stopping.abort();
  rmSync(folder, { recursive: true });
});

const put = (name: string) =>
  documents().send(
    new PutCommand({ TableName: store.tableName, Item: { PK: name, SK: name, b: Buffer.of(1) } }),
  );
const nameOf = ({ event }: SourceRecord): string => Object(event).dynamodb.Keys.PK.S;

/**
 * Follows until `count` records have come, then stops as the host does. What `process` throws at comes again.
 * @param process is also told the last record that need not come again
 */
async function follow(
  count: number,
  process: (names: string[], passed: number | undefined) => void = () => undefined,
  filters: unknown[] = [],
): Promise<string[]> {
  stopping = new AbortController();
  const names: string[] = [];
  const batches = {
    async process(records: readonly SourceRecord[]) {
      process(records.map(nameOf), follower.passed);
      names.push(...records.map(nameOf));
      if (names.length >= count) stopping.abort();
    },
  };
  const checkpoints = new Checkpoints({
    file: path.join(folder, 'event-sources.json'),
    print: () => undefined,
  });
  const follower = new TableFollower({
    client: store.streams,
    endpoint: store.endpoint,
    streamArn: store.streamArn,
    source: { ...aSource, batchSize: 2, filters },
    batches,
    checkpoints,
    stopping: stopping.signal,
    print: () => undefined,
    retryDelayMs: 0,
  });
  await follower.run();
  await checkpoints.save();
  return names;
}

test('all changes arrive from the first on, in order, a batch at a time', async () => {
  for (const name of ['a', 'b', 'c']) await put(name);
  expect(await follow(3)).toEqual(['a', 'b', 'c']);
});

test('after a restart it resumes after what was processed', async () => {
  for (const name of ['a', 'b']) await put(name);
  await follow(2);
  for (const name of ['c', 'd']) await put(name);
  expect(await follow(2)).toEqual(['c', 'd']);
});

test("changes that couldn't be settled are redelivered", async () => {
  for (const name of ['a', 'b', 'c']) await put(name);
  let attempts = 0;
  const names = await follow(3, () => {
    attempts++;
    if (attempts === 2) throw new Error('disk full');
  });
  expect(names).toEqual(['a', 'b', 'c']);
});

test('its position covers what was processed, not what is under way', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) await put(name);
  const passed: (number | undefined)[] = [];
  await follow(4, (_, before) => passed.push(before));
  await follow(1, (_, before) => passed.push(before));
  expect(passed).toEqual([undefined, 2, 4]);
});

test('changes that the function filters out are skipped', async () => {
  for (const name of ['a', 'b', 'STOCK', 'c']) await put(name);
  const wanted = { dynamodb: { Keys: { SK: { S: ['STOCK'] } } } };
  expect(await follow(1, undefined, [wanted])).toEqual(['STOCK']);
  await put('d');
  expect(await follow(1)).toEqual(['d']);
});

test('a record has its form on the wire: bytes as base64, the time in seconds', async () => {
  await put('a');
  const [record] = (await changesOf(store)).Records;
  expect(record).toMatchObject({
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: { Keys: { PK: { S: 'a' } }, NewImage: { b: { B: 'AQ==' } }, SequenceNumber: '1' },
  });
  const { ApproximateCreationDateTime: at } = z
    .object({ dynamodb: z.object({ ApproximateCreationDateTime: z.number() }) })
    .parse(record).dynamodb;
  expect(Math.abs(at - Date.now() / 1000)).toBeLessThan(60);
});
