import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { deadLetterQueue } from '../../functions/feed/dead-letters';
import { matchMessages } from '../../functions/feed/match-messages';
import { tickBatch } from '../../functions/feed/tick-batch';
import type { TickEvent } from '../../functions/feed/tick-event';
import { readStock } from '../../functions/storage/queries/read-stock';
import { DEFAULT_RETRY } from '../../functions/storage/table/retry';
import { aUser, buy, CIB } from '../../testing/builders';
import { interfere } from '../../testing/interference';
import { openTestStore, type TestStore } from '../../testing/test-store';

/** Many messages at once, as a stream hands them over. */
const OTHER = '11111111-1111-4111-8111-111111111111';
const sqs = mockClient(SQSClient);
const queue = deadLetterQueue('https://queue');
let store: TestStore;

beforeEach(async () => {
  sqs.reset();
  sqs.on(SendMessageBatchCommand).resolves({});
  store = await openTestStore({ retry: { ...DEFAULT_RETRY, attempts: 1 } });
});

function aMessage(content: unknown): TickEvent {
  const payload = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  return { payload: payload.toString('base64'), topic: 'ticks', received_at_ms: Date.UTC(2026, 0, 6) };
}

const wireTick = (second: number, price: number, stock_id: string = CIB, availability = 100) => ({
  stock_id,
  name: 'CIB',
  price,
  availability,
  timestamp: `2026-01-05 12:00:${String(second).padStart(2, '0')}`,
});

const reasons = () =>
  sqs
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args: [{ input }] }) => input.Entries ?? [])
    .map(({ MessageBody }) => JSON.parse(MessageBody ?? '').reason);

test('fifty messages about one stock cost one read and one commit', async () => {
  const messages = Array.from({ length: 50 }, (_, index) => aMessage(wireTick(index, 10 + index)));
  await matchMessages(store, queue, [aMessage(wireTick(0, 9))]);
  const { writeUnits } = await store.meter.measure(() => matchMessages(store, queue, messages));
  expect(writeUnits).toBeLessThanOrEqual(4);
  expect((await readStock(store, CIB))?.quote?.price).toBe(590_000n);
});

test('ticks of one stock are applied in the order of the messages, each with its own availability', async () => {
  const ann = await aUser(store, { cash: 1_000 });
  await matchMessages(store, queue, [aMessage(wireTick(0, 50, CIB, 0))]);
  await buy(store, ann, { total: 10, upper: 10 });
  const matched = await matchMessages(store, queue, [
    aMessage([wireTick(1, 10, CIB, 3), wireTick(2, 20, CIB, 100)]),
    aMessage(wireTick(3, 9, CIB, 2)),
  ]);
  expect(matched).toMatchObject({ ticks: 3, fills: 2, dead_letters: 0 });
});

test('bad messages and bad elements are set aside with the reason, and the good ones are applied', async () => {
  const matched = await matchMessages(store, queue, [
    aMessage('{'),
    aMessage([wireTick(1, 10), { ...wireTick(2, 11), price: -1 }]),
    aMessage(wireTick(3, 12)),
  ]);
  expect(matched).toMatchObject({ ticks: 2, dead_letters: 2, failure: undefined });
  expect(reasons()).toEqual(['the message is not valid JSON in UTF-8', 'price: must be greater than 0']);
});

test('fills that were committed before a message failed are counted', async () => {
  const ann = await aUser(store, { cash: 1_000 });
  await matchMessages(store, queue, [aMessage(wireTick(0, 50, CIB, 0))]);
  // More than one transaction takes.
  for (let count = 0; count < 25; count++) await buy(store, ann, { total: 1, upper: 10 });
  const before = () => Promise.reject(Object.assign(new Error(), { name: 'ThrottlingException' }));
  interfere(store, { on: 'TransactWriteItems', skip: 1, times: 10, before });
  const matched = await matchMessages(store, queue, [aMessage(wireTick(1, 10))]);
  expect(matched).toMatchObject({ fills: 19, failure: { message: 0 } });
});

test('a message that fails is named, and a bad one after it waits for the redelivery, so that it becomes a dead letter once', async () => {
  const messages = [
    aMessage('bad, and done'),
    aMessage(wireTick(1, 10)),
    aMessage('bad, and comes again'),
    aMessage(wireTick(2, 11, OTHER)),
  ];
  const before = () => Promise.reject(Object.assign(new Error(), { name: 'ThrottlingException' }));
  interfere(store, { on: 'PutItem', times: 2, before });
  const first = await matchMessages(store, queue, messages);
  expect(first).toMatchObject({ dead_letters: 1, failure: { message: 1 } });
  const again = messages.slice(1);
  expect((await matchMessages(store, queue, again)).failure).toBeUndefined();
  expect(reasons()).toHaveLength(2);
});

test('redelivered messages change nothing', async () => {
  const messages = [aMessage(wireTick(1, 10)), aMessage(wireTick(2, 11))];
  await matchMessages(store, queue, messages);
  const before = await readStock(store, CIB);
  await matchMessages(store, queue, messages);
  expect(await readStock(store, CIB)).toEqual(before);
});

describe('a stream record', () => {
  const aRecord = (data: string) => ({
    kinesis: { sequenceNumber: '7', partitionKey: 'ticks/cib', data, approximateArrivalTimestamp: 1.5 },
  });

  test('contains what the topic rule made of a message', () => {
    const event = aMessage(wireTick(1, 10));
    const data = Buffer.from(JSON.stringify(event)).toString('base64');
    expect(tickBatch.parse({ Records: [aRecord(data)] }).Records).toEqual([{ sequenceNumber: '7', event }]);
  });

  test('that didn’t come from the rule is itself a message, with its key as the topic', () => {
    const data = Buffer.from('anything').toString('base64');
    expect(tickBatch.parse({ Records: [aRecord(data)] }).Records).toEqual([
      { sequenceNumber: '7', event: { payload: data, topic: 'ticks/cib', received_at_ms: 1_500 } },
    ]);
  });
});
