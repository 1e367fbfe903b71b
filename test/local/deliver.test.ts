import { deliveryOf } from '../../local/deliver';

const rule = (filter: string, functionArns: string[]) => ({
  name: filter,
  sql: `SELECT topic() AS topic FROM '${filter}'`,
  functionArns,
});
const message = { topic: 'ticks/cib', payload: Buffer.from('{}'), clientId: 'c', receivedAtMs: 1 };

test('a message goes to every target of the rules that match it, shaped by them', async () => {
  const invokeAsynchronously = jest.fn(async () => 'processed' as const);
  const delivery = deliveryOf([rule('ticks/#', ['arn:a', 'arn:b']), rule('ticks/#', ['arn:c'])], {
    invokeAsynchronously,
  });
  await delivery?.deliver(message);
  expect(delivery?.topicFilter).toBe('ticks/#');
  expect(invokeAsynchronously.mock.calls).toEqual(
    ['arn:a', 'arn:b', 'arn:c'].map((arn) => [arn, { topic: 'ticks/cib' }]),
  );
});

test('a delivery fails when one of the targets could not be settled', async () => {
  const invokeAsynchronously = async (arn: string) => {
    if (arn === 'arn:b') throw new Error('disk full');
    return 'processed' as const;
  };
  const delivery = deliveryOf([rule('ticks/#', ['arn:a', 'arn:b'])], { invokeAsynchronously });
  await expect(delivery?.deliver(message)).rejects.toThrow('disk full');
});

test('without a rule there is nothing to deliver', () => {
  expect(deliveryOf([], { invokeAsynchronously: async () => 'processed' })).toBeUndefined();
});

test('rules with different filters are refused by name', () => {
  const declarations = [rule('a/#', []), rule('b/#', [])];
  expect(() => deliveryOf(declarations, { invokeAsynchronously: async () => 'processed' })).toThrow(
    'a/#, b/#',
  );
});
