import { deliveryOf } from '../../../local/topic-rules/deliver';

const rule = (filter: string, functionArns: string[]) => ({
  name: filter,
  sql: `SELECT topic() AS topic FROM '${filter}'`,
  targets: functionArns.map((arn) => ({ kind: 'function' as const, arn })),
});
const streams = new Map();
const nowhere = { invocations: { invokeAsynchronously: async () => 'processed' as const }, streams };
const message = { topic: 'ticks/cib', payload: Buffer.from('{}'), clientId: 'c', receivedAtMs: 1 };

test('a message goes to every target of its matching rules, as they shape it', async () => {
  const invokeAsynchronously = jest.fn(async () => 'processed' as const);
  const delivery = deliveryOf([rule('ticks/#', ['arn:a', 'arn:b']), rule('ticks/#', ['arn:c'])], {
    invocations: { invokeAsynchronously },
    streams,
  });
  await delivery?.deliver(message);
  expect(delivery?.topicFilter).toBe('ticks/#');
  expect(invokeAsynchronously.mock.calls).toEqual(
    ['arn:a', 'arn:b', 'arn:c'].map((arn) => [arn, { topic: 'ticks/cib' }]),
  );
});

test("a delivery fails when one of its targets can't be settled", async () => {
  const invokeAsynchronously = async (arn: string) => {
    if (arn === 'arn:b') throw new Error('disk full');
    return 'processed' as const;
  };
  const delivery = deliveryOf([rule('ticks/#', ['arn:a', 'arn:b'])], {
    invocations: { invokeAsynchronously },
    streams,
  });
  await expect(delivery?.deliver(message)).rejects.toThrow('disk full');
});

test('without a rule there is nothing to deliver', () => {
  expect(deliveryOf([], nowhere)).toBeUndefined();
});

test('rules with different filters are refused by name', () => {
  const declarations = [rule('a/#', []), rule('b/#', [])];
  expect(() => deliveryOf(declarations, nowhere)).toThrow('a/#, b/#');
});

test("a message goes into a stream keyed by its topic, and needn't wait for the one before it", async () => {
  const put = jest.fn(async () => undefined);
  const declaration = { ...rule('ticks/#', []), targets: [{ kind: 'stream' as const, name: 'ticks' }] };
  const delivery = deliveryOf([declaration], { ...nowhere, streams: new Map([['ticks', { put }]]) });
  await delivery?.deliver(message);
  expect(put.mock.calls).toEqual([['ticks/cib', { topic: 'ticks/cib' }]]);
  expect(delivery?.keepsOrder).toBe(true);
  expect(deliveryOf([rule('ticks/#', ['arn:a'])], nowhere)?.keepsOrder).toBe(false);
});
