import { readLetter } from '../../functions/dead-letters/letter';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const read = (letter: object) => {
  const { payload, ...rest } = readLetter(JSON.stringify(letter));
  return { ...rest, payload: payload?.toString() };
};

test('a letter from the matcher says what was wrong with the message', () => {
  const letter = {
    reason: 'price: is required',
    topic: 'ticks/cib',
    received_at: '2026-01-05T12:00:00.000Z',
  };
  expect(read({ ...letter, payload: base64('{}') })).toEqual({
    reason: 'price: is required',
    topic: 'ticks/cib',
    time: '2026-01-05T12:00:00.000Z',
    payload: '{}',
  });
});

test('a Lambda failure record holds the event that the matcher failed on', () => {
  const record = {
    version: '1.0',
    timestamp: '2026-01-05T12:00:00.000Z',
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: { topic: 'ticks/cib', payload: base64('{}'), received_at_ms: 1, client_id: 'feed' },
    responseContext: { statusCode: 200, functionError: 'Unhandled' },
    responsePayload: { errorType: 'StoreUnavailable', errorMessage: 'the retry budget is spent' },
  };
  expect(read(record)).toEqual({
    reason: 'RetriesExhausted, StoreUnavailable: the retry budget is spent',
    topic: 'ticks/cib',
    time: '2026-01-05T12:00:00.000Z',
    payload: '{}',
  });
  expect(read({ ...record, responsePayload: undefined }).reason).toBe('RetriesExhausted');
});

test('a topic-rule failure record holds the message that its action failed on', () => {
  const record = {
    ruleName: 'trading_prod_ticks',
    topic: 'ticks/cib',
    clientId: 'feed',
    base64OriginalPayload: base64('{}'),
    failures: [{ failedAction: 'LambdaAction', failedResource: 'match', errorMessage: 'Access denied' }],
  };
  expect(read(record)).toEqual({ reason: 'Access denied', topic: 'ticks/cib', payload: '{}' });
});

test('a stream failure record says where the messages are, but holds none', () => {
  const record = {
    timestamp: '2026-01-05T12:00:00.000Z',
    requestContext: { condition: 'RetryAttemptsExhausted' },
    KinesisBatchInfo: {
      shardId: 'shardId-0',
      startSequenceNumber: '49',
      endSequenceNumber: '51',
      batchSize: 2,
    },
  };
  expect(read(record)).toEqual({
    reason: 'RetryAttemptsExhausted, 2 records of shardId-0 from 49',
    time: '2026-01-05T12:00:00.000Z',
    payload: undefined,
  });
});

test('a stream failure record on one machine holds its message', () => {
  const data = base64(JSON.stringify({ topic: 'ticks/cib', payload: base64('{}'), received_at_ms: 1 }));
  const payload = (...records: object[]) => JSON.stringify({ Records: records });
  const record = {
    timestamp: '2026-01-05T12:00:00.000Z',
    requestContext: { condition: 'RetryAttemptsExhausted' },
    KinesisBatchInfo: { shardId: 'shardId-0', startSequenceNumber: '49', batchSize: 1 },
  };
  expect(read({ ...record, payload: payload({ kinesis: { data } }) })).toEqual({
    reason: 'RetryAttemptsExhausted, 1 records of shardId-0 from 49',
    time: '2026-01-05T12:00:00.000Z',
    topic: 'ticks/cib',
    payload: '{}',
  });
  for (const strange of [
    payload(),
    payload({ dynamodb: {} }),
    payload({ kinesis: { data: 'e30=' } }),
    'no JSON',
  ])
    expect(read({ ...record, payload: strange })).not.toHaveProperty('topic');
});

test.each(['hello', '{"a":1}', 'null', ''])('%j is shown as foreign to this system', (body) => {
  expect(readLetter(body)).toEqual({ reason: `not a dead letter of this system: ${body}` });
});
