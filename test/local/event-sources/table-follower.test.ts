import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SourceRecord } from '../../../local/event-sources/batches';
import { Checkpoints } from '../../../local/event-sources/checkpoints';
import { TableFollower } from '../../../local/event-sources/table-follower';
import { openStreamedStore, type StreamedStore } from '../../../testing/streamed-store';
import { aSource } from '../support/event-sources';

let store: StreamedStore;
let folder: string;
beforeEach(async () => {
  store = await openStreamedStore();
  folder = mkdtempSync(path.join(tmpdir(), 'checkpoints-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string) =>
  store.client.send(
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
): Promise<string[]> {
  const stopping = new AbortController();
  const names: string[] = [];
  const batches = {
    async process(records: readonly SourceRecord[]) {
      process(records.map(nameOf), follower.passed);
      names.push(...records.map(nameOf));
      if (names.length >= count) stopping.abort();
    },
  };
  const follower = new TableFollower({
    client: store.streams,
    streamArn: store.streamArn,
    source: { ...aSource, batchSize: 2 },
    batches,
    checkpoints: new Checkpoints(path.join(folder, 'event-sources.json')),
    stopping: stopping.signal,
    print: () => undefined,
    retryDelayMs: 0,
  });
  await follower.run();
  return names;
}

test('all changes come from the first on, in order, a batch at a time', async () => {
  for (const name of ['a', 'b', 'c']) await put(name);
  expect(await follow(3)).toEqual(['a', 'b', 'c']);
});

test('after a restart it goes on behind what was processed', async () => {
  for (const name of ['a', 'b']) await put(name);
  await follow(2);
  for (const name of ['c', 'd']) await put(name);
  expect(await follow(2)).toEqual(['c', 'd']);
});

test('what could not be settled comes again', async () => {
  for (const name of ['a', 'b', 'c']) await put(name);
  let attempts = 0;
  const names = await follow(3, () => {
    attempts++;
    if (attempts === 2) throw new Error('disk full');
  });
  expect(names).toEqual(['a', 'b', 'c']);
});

test('it has passed what was processed, and not what is under way', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) await put(name);
  const passed: (number | undefined)[] = [];
  await follow(4, (_, before) => passed.push(before));
  await follow(1, (_, before) => passed.push(before));
  expect(passed).toEqual([undefined, 2, 4]);
});
