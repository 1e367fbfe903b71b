import { PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { StockId, UserId } from '../../functions/domain/ids';
import { useStore } from '../../functions/environment';
import { openApi, type TestApi } from '../../testing/api';
import { aTick, CIB, seconds, tick } from '../../testing/builders';
import { lambda, queue, resetOperations, topics } from '../../testing/fake-operations';
import { audited } from '../audit/audited';

/** What administrators look at and put right over HTTP. */
const EFG = '11111111-1111-4111-8111-111111111111' as StockId;
const as = { userId: 'root' as UserId, username: 'root', isAdmin: true };

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  useStore(api.store);
});
beforeEach(() => resetOperations());

const letter = (message: string | Buffer, reason = 'price: is required') => ({
  reason,
  topic: 'thndr-trading/cib',
  received_at: '2026-01-05T12:00:00.000Z',
  payload: Buffer.from(message).toString('base64'),
});
const givenUp = {
  timestamp: '2026-01-05T12:00:00.000Z',
  requestContext: { condition: 'RetryAttemptsExhausted' },
  DDBStreamBatchInfo: { shardId: 's1', startSequenceNumber: '42', batchSize: 3 },
};

const deleted = () =>
  queue.commandCalls(DeleteMessageCommand).map(({ args: [{ input }] }) => input.ReceiptHandle);
const putBack = () =>
  queue.commandCalls(ChangeMessageVisibilityCommand).map(({ args: [{ input }] }) => input.ReceiptHandle);
const published = () =>
  topics
    .commandCalls(PublishCommand)
    .map(({ args: [{ input }] }) => [input.topic, Buffer.from(Object(input.payload)).toString()]);

describe('dead letters', () => {
  test('are listed with their reasons and messages, and stay where they are', async () => {
    resetOperations([letter('{"price":-1}'), letter(Buffer.from([0xff, 0x41]), 'is no JSON'), givenUp]);
    const { json } = await api.call('list-dead-letters', { as });
    expect(json).toEqual({
      results: [
        {
          id: 'letter-0',
          reason: 'price: is required',
          timestamp: '2026-01-05T12:00:00.000Z',
          topic: 'thndr-trading/cib',
          payload: '{"price":-1}',
          is_text: true,
        },
        expect.objectContaining({ id: 'letter-1', payload: '\ufffdA', is_text: false }),
        expect.objectContaining({
          reason: 'RetryAttemptsExhausted, 3 records of s1 from 42',
          topic: null,
          payload: null,
          is_text: true,
        }),
      ],
      has_more: false,
    });
    expect(putBack()).toHaveLength(3);
    expect(deleted()).toEqual([]);
  });

  test('reappear after 20 seconds if the request that took them died', async () => {
    await api.call('list-dead-letters', { as });
    const [call] = queue.commandCalls(ReceiveMessageCommand);
    expect(call?.args[0].input.VisibilityTimeout).toBe(20);
  });

  test('are found by text in their reason', async () => {
    resetOperations([letter('a'), letter('b', 'is no JSON')]);
    const { json } = await api.call('list-dead-letters', { as, query: { reason: 'JSON' } });
    expect(json.results.map(({ payload }: { payload: string }) => payload)).toEqual(['b']);
  });

  test('are read a hundred at a time, and the answer says there are more', async () => {
    resetOperations(Array.from({ length: 120 }, (_, index) => letter(String(index))));
    const { json } = await api.call('list-dead-letters', { as, query: { limit: '100' } });
    expect([json.results.length, json.has_more]).toEqual([100, true]);
    expect(putBack()).toHaveLength(100);
  });

  test('are republished by reason, and only then deleted', async () => {
    resetOperations([letter('one'), letter('two', 'is no JSON'), givenUp]);
    const { json } = await api.call('redrive-dead-letters', { as, body: { reason: 'price' } });
    expect(json).toEqual({ published: 1, kept: 2, has_more: false });
    expect(published()).toEqual([['thndr-trading/cib', 'one']]);
    expect([deleted(), putBack()]).toEqual([['receipt-0'], ['receipt-1', 'receipt-2']]);
  });

  test('are kept when they can’t be published', async () => {
    resetOperations([letter('one'), letter('two')]);
    topics.on(PublishCommand).rejects(new Error('no topic'));
    expect((await api.call('redrive-dead-letters', { as, body: { all: true } })).status).toBe(500);
    expect([deleted(), putBack()]).toEqual([[], ['receipt-0', 'receipt-1']]);
  });

  test('are discarded by their ids, and others are not', async () => {
    resetOperations([letter('one'), letter('two'), givenUp]);
    const { json } = await api.call('discard-dead-letters', { as, body: { ids: ['letter-0', 'letter-2'] } });
    expect(json).toEqual({ discarded: 2, kept: 1, has_more: false });
    expect([deleted(), putBack(), published()]).toEqual([['receipt-0', 'receipt-2'], ['receipt-1'], []]);
  });

  test.each(['redrive-dead-letters', 'discard-dead-letters'] as const)(
    '%s must be told which, as an empty variable in a script must not mean all',
    async (route) => {
      resetOperations([letter('one')]);
      for (const body of [{}, { ids: [] }, { reason: '' }, { all: false }]) {
        expect((await api.call(route, { as, body })).status).toBe(400);
      }
      expect(queue.calls()).toHaveLength(0);
    },
  );
});

describe('the feed', () => {
  test('is reported stock by stock, with the age of each quote and the ticks of its minute', async () => {
    await tick(api.store, { price: 10, at: seconds(0) });
    await tick(api.store, { price: 11, at: seconds(59) });
    await tick(api.store, { price: 12, at: seconds(60) });
    await tick(api.store, { price: 7, at: seconds(0), stockId: EFG, name: 'EFG' });
    api.store.clock.advance({ seconds: 5 });
    resetOperations([letter('one'), letter('two')]);
    const { json } = await api.call('get-feed', { as });
    expect(json).toEqual({
      results: [
        {
          stock_id: CIB,
          name: 'CIB',
          timestamp: '2026-01-05T12:01:00Z',
          received_at: '2026-01-05T12:00:00Z',
          age_seconds: 5,
          minute: { timestamp: '2026-01-05T12:01:00Z', ticks: 1 },
        },
        expect.objectContaining({ name: 'EFG', age_seconds: 5 }),
      ],
      next: null,
      checked_at: '2026-01-05T12:00:05Z',
      quote_max_age_seconds: 60,
      dead_letters: { waiting: 2, taken: 1 },
      latest_audit: null,
    });
  });

  test("shows the latest audit's findings, as its report does", async () => {
    await tick(api.store, { price: 10, at: seconds(0) });
    await audited(api.store);
    const { json: report } = await api.call('get-audit', { as });
    const { json } = await api.call('get-feed', { as });
    expect(json.latest_audit).toEqual({
      finished_at: report.finished_at,
      orders_checked: 0,
      violation_count: 0,
    });
  });

  test('costs one read of the index, one of the stocks and one of the report', async () => {
    const { calls } = await api.store.meter.measure(() => api.call('get-feed', { as }));
    expect(calls).toBe(3);
  });
});

test('an audit is started and not waited for', async () => {
  const { status, json } = await api.call('run-audit', { as });
  expect([status, json]).toEqual([202, { started: true }]);
  expect(lambda.commandCalls(InvokeCommand).map(({ args: [{ input }] }) => input)).toEqual([
    { FunctionName: 'trading-dev-audit', InvocationType: 'Event', Payload: '{}' },
  ]);
});

test.each([[{ ...aTick(), price: 1, availability: 2, timestamp: 'x' }], [{ price: -1 }], [[{}, {}]]])(
  'a tick is published as is, valid or not: %j',
  async (body) => {
    const { status, json } = await api.call('publish-tick', { as, body });
    expect([status, json]).toEqual([202, { topic: 'thndr-trading' }]);
    expect(published()).toEqual([['thndr-trading', JSON.stringify(body)]]);
  },
);

test.each([
  ['spelled in another way', '{ "price": 1.50e1,  "availability": 2.0 }'],
  ['nested too deeply to be written again', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
])('a message %s is published byte for byte', async (_what, text) => {
  expect((await api.call('publish-tick', { as, text })).status).toBe(202);
  expect(published()).toEqual([['thndr-trading', text]]);
});

test.each([['text'], [1], [[]], [null]])('%j is not a message', async (body) => {
  expect((await api.call('publish-tick', { as, body })).status).toBe(400);
  expect(published()).toEqual([]);
});
