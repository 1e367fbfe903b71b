import type { SourceRecord } from '../../../local/event-sources/batches';
import { KinesisStream } from '../../../local/event-sources/kinesis-stream';
import { aSource } from '../support/event-sources';

/** A stream whose batches end when the test says so. */
function aStream({ shards = 1, batchSize = 100 } = {}) {
  const begun: { records: SourceRecord[]; end(error?: Error): void }[] = [];
  const process = (records: readonly SourceRecord[]) =>
    new Promise<void>((resolve, reject) => {
      begun.push({ records: [...records], end: (error) => (error ? reject(error) : resolve()) });
    });
  return { begun, stream: new KinesisStream({ shards }, { ...aSource, batchSize }, { process }) };
}

const dataOf = ({ event }: SourceRecord) =>
  JSON.parse(Buffer.from(Object(event).kinesis.data, 'base64').toString('utf8'));

test('while a batch is under way, the next one is collected in order', async () => {
  const { begun, stream } = aStream();
  const puts = [1, 2, 3, 4].map((number) => stream.put('ticks', number));
  expect(begun[0]?.records.map(dataOf)).toEqual([1]);
  begun[0]?.end();
  await puts[0];
  expect(begun[1]?.records.map(dataOf)).toEqual([2, 3, 4]);
  begun[1]?.end();
  await Promise.all(puts);
});

test('a put resolves once its batch is processed, and not before', async () => {
  const { begun, stream } = aStream();
  let isDone = false;
  const put = stream.put('ticks', 1).then(() => {
    isDone = true;
  });
  expect(isDone).toBe(false);
  begun[0]?.end();
  await put;
  expect(isDone).toBe(true);
});

test('a batch is no larger than the mapping allows', async () => {
  const { begun, stream } = aStream({ batchSize: 2 });
  const puts = [1, 2, 3, 4].map((number) => stream.put('ticks', number));
  begun[0]?.end();
  await puts[0];
  expect(begun[1]?.records).toHaveLength(2);
});

test('different keys are processed in parallel, but one key is never in two batches at once', () => {
  const { begun, stream } = aStream({ shards: 8 });
  for (const key of ['a', 'b', 'c', 'd', 'e', 'a', 'b']) void stream.put(key, key);
  const keys = begun.flatMap(({ records }) => records.map(dataOf));
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(keys.length);
});

test("a batch that can't be settled fails for its publishers, and the next one goes ahead", async () => {
  const { begun, stream } = aStream();
  const failed = stream.put('ticks', 1);
  const next = stream.put('ticks', 2);
  begun[0]?.end(new Error('disk full'));
  await expect(failed).rejects.toThrow('disk full');
  begun[1]?.end();
  await next;
});

test('a record has the shape that Lambda passes', () => {
  const { begun, stream } = aStream();
  void stream.put('ticks/cib', { payload: 'e30=' });
  expect(begun[0]?.records[0]?.event).toMatchObject({
    eventSource: 'aws:kinesis',
    eventName: 'aws:kinesis:record',
    eventSourceARN: 'arn:stream',
    kinesis: { partitionKey: 'ticks/cib', kinesisSchemaVersion: '1.0', sequenceNumber: expect.any(String) },
  });
});
