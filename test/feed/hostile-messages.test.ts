import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import * as z from 'zod';
import { deadLetterQueue } from '../../functions/feed/dead-letters';
import { openApi, type TestApi } from '../../testing/api';
import { CIB } from '../../testing/builders';

const queue = mockClient(SQSClient);
let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
beforeEach(() => {
  queue.reset();
  queue.on(SendMessageBatchCommand).resolves({});
});

const Letter = z.object({ reason: z.string(), payload: z.string(), truncated: z.boolean().optional() });

function bodies(): string[] {
  return batches().flatMap((batch) => batch.map(({ MessageBody }) => MessageBody ?? ''));
}

function batches() {
  return queue.commandCalls(SendMessageBatchCommand).map(({ args: [{ input }] }) => input.Entries ?? []);
}

/** Valid JSON that many readers can take in and few can write out again. */
const DEPTH = 60_000;
const deep = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`;
const good = JSON.stringify({
  stock_id: CIB,
  name: 'CIB',
  price: 10,
  availability: 5,
  timestamp: '2026-01-05T12:00:00Z',
});

test('an element nested too deeply to serialize makes the whole message a dead letter, and the good ones still count', async () => {
  const message = `[${good},${deep}]`;
  expect(await api.publish(message)).toMatchObject({ ticks: 1, dead_letters: 1 });
  const [letter] = bodies().map((body) => Letter.parse(JSON.parse(body)));
  expect(Buffer.from(letter?.payload ?? '', 'base64').toString()).toBe(message);
  expect(letter?.reason).toBe('tick: must be an object');
});

test('a tick with a duplicate field is kept as a dead letter exactly as sent, so that it can’t be redriven as something else', async () => {
  const twice = good.replace('"price":10', '"price":10,"price":11');
  expect(await api.publish(`[${twice}]`)).toMatchObject({ ticks: 0, dead_letters: 1 });
  const [letter] = bodies().map((body) => Letter.parse(JSON.parse(body)));
  expect(Buffer.from(letter?.payload ?? '', 'base64').toString()).toBe(twice);
  expect(letter?.reason).toBe('price: must occur only once');
});

test('a dead letter fits into a queue message, whatever was published', async () => {
  const send = deadLetterQueue('http://127.0.0.1:9/queue', new SQSClient({}));
  const letter = { topic: 't'.repeat(256), receivedAtMs: 0, index: 499 };
  await send([{ ...letter, reason: 'r'.repeat(1_000_000), payload: 'QUJD'.repeat(250_000) }]);
  await send([{ ...letter, reason: '\u0000'.repeat(5_000), payload: '' }]);
  for (const body of bodies()) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(256 * 1024);
  const [cut] = bodies().map((body) => Letter.parse(JSON.parse(body)));
  expect(cut?.truncated).toBe(true);
  expect(Buffer.from(cut?.payload ?? '', 'base64').toString()).toMatch(/^(ABC)+$/);
});

test('a message that fits is kept whole and not marked as truncated', async () => {
  const payload = Buffer.from('not a tick').toString('base64');
  await api.publish('not a tick');
  const [letter] = bodies().map((body) => Letter.parse(JSON.parse(body)));
  expect(letter).toEqual({ reason: 'the message is not valid JSON in UTF-8', payload });
});

test('a message of nothing but bad elements takes one call per ten of them, each with its index', async () => {
  expect(await api.publish(Array.from({ length: 500 }, () => ({})))).toMatchObject({ dead_letters: 500 });
  expect(batches()).toHaveLength(50);
  const places = bodies().map((body) => z.object({ index: z.int() }).parse(JSON.parse(body)).index);
  expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, index) => index));
});

test('a batch of letters is no larger than the queue accepts', async () => {
  const send = deadLetterQueue('http://127.0.0.1:9/queue', new SQSClient({}));
  const large = { topic: 't', receivedAtMs: 0, reason: 'no tick', payload: 'QUJD'.repeat(25_000) };
  await send(Array.from({ length: 5 }, (_, index) => ({ ...large, index })));
  expect(bodies()).toHaveLength(5);
  for (const batch of batches()) {
    const bytes = batch.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0);
    expect(bytes).toBeLessThanOrEqual(256 * 1024);
  }
});

test('a letter the queue doesn’t accept causes the message to be redelivered', async () => {
  queue
    .on(SendMessageBatchCommand)
    .resolves({ Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false }], Successful: [] });
  await expect(api.publish('not a tick')).rejects.toThrow('1 of 1 dead letters were not accepted');
});
