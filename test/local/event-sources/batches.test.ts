import type { EventSourceDeclaration } from '../../../local/assembly/read-event-sources';
import { Batches } from '../../../local/event-sources/batches';
import type { Outcome } from '../../../local/functions/outcome';
import { aRecord, aSource } from '../support/event-sources';

type Handler = (names: string[]) => string[] | Error | undefined;

/** The handler gets the sequence numbers of a batch, and answers which of them failed, throws, or says nothing. */
function batchesOf(handler: Handler, given: Partial<EventSourceDeclaration> = {}) {
  const seen: string[] = [];
  const stopping = new AbortController();
  const sendToQueue = jest.fn(async (_arn: string, _body: string) => undefined);
  const invoke = async (_arn: string, event: unknown): Promise<Outcome> => {
    const names: string[] = Object(event).Records;
    seen.push(names.join(''));
    const answer = handler(names);
    if (answer instanceof Error) return { ok: false, errorType: 'Error', errorMessage: '', trace: [] };
    const batchItemFailures = answer?.map((itemIdentifier) => ({ itemIdentifier }));
    return { ok: true, payload: JSON.stringify(batchItemFailures ? { batchItemFailures } : null) };
  };
  const batches = new Batches({
    source: { ...aSource, ...given },
    functionArn: 'arn:fn',
    letterSection: 'KinesisBatchInfo',
    invoke,
    sendToQueue,
    retryDelaysMs: [0, 0],
    stopping: stopping.signal,
    print: () => undefined,
  });
  return {
    seen,
    stopping,
    sendToQueue,
    process: (names: string) => batches.process([...names].map(aRecord), 'shard'),
  };
}

test('a batch that succeeds is invoked once', async () => {
  const { seen, process } = batchesOf(() => []);
  await process('abcd');
  expect(seen).toEqual(['abcd']);
});

test("the batch resumes at a reported record, and those before it don't repeat", async () => {
  let failing = true;
  const { seen, process } = batchesOf((names) => {
    const report = failing && names.includes('c') ? ['c'] : [];
    failing = false;
    return report;
  });
  await process('abcd');
  expect(seen).toEqual(['abcd', 'cd']);
});

test('a record that always fails is dead-lettered alone, and all others are processed in order', async () => {
  const processed: string[] = [];
  const { sendToQueue, process } = batchesOf((names) => {
    const index = names.indexOf('c');
    processed.push(...(index < 0 ? names : names.slice(0, index)));
    return index < 0 ? [] : ['c'];
  });
  await process('abcdefg');
  expect(processed.join('')).toBe('abdefg');
  const [[queue = '', body = ''] = []] = sendToQueue.mock.calls;
  expect(queue).toBe('arn:letters');
  expect(JSON.parse(body)).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
    KinesisBatchInfo: { shardId: 'shard', startSequenceNumber: 'c', endSequenceNumber: 'c', batchSize: 1 },
    payload: '{"Records":["c"]}',
  });
  expect(sendToQueue).toHaveBeenCalledTimes(1);
});

test('a batch whose handler throws is halved until only the failing record is left', async () => {
  const { seen, sendToQueue, process } = batchesOf((names) => (names.includes('b') ? new Error() : []));
  await process('abcd');
  expect(seen).toEqual(['abcd', 'ab', 'a', 'b', 'b', 'b', 'cd']);
  expect(sendToQueue).toHaveBeenCalledTimes(1);
});

test('without halving, the whole batch is retried and given up', async () => {
  const { seen, sendToQueue, process } = batchesOf(() => new Error(), { halvesFailedBatches: false });
  await process('ab');
  expect(seen).toEqual(['ab', 'ab', 'ab']);
  expect(JSON.parse(sendToQueue.mock.calls[0]?.[1] ?? '').KinesisBatchInfo.batchSize).toBe(2);
});

test('a record that is too old is given up before its retries are used up', async () => {
  const { seen, process } = batchesOf(() => new Error(), { maximumAgeSeconds: 0 });
  await process('a');
  expect(seen).toEqual(['a']);
});

test('a handler that returns nothing has succeeded', async () => {
  const silent = batchesOf(() => undefined);
  await silent.process('ab');
  expect(silent.seen).toEqual(['ab']);
});

test("a batch that can't even be dead-lettered is not settled", async () => {
  const { sendToQueue, process } = batchesOf(() => new Error());
  sendToQueue.mockRejectedValue(new Error('disk full'));
  await expect(process('a')).rejects.toThrow('disk full');
});

test.each([
  ['a function that fails', () => new Error()],
  ['a record that is reported', () => ['a']],
])('while the host is stopping, %s is neither retried nor given up', async (_what, answer) => {
  const { seen, stopping, sendToQueue, process } = batchesOf(() => {
    stopping.abort(new Error('the host is stopping'));
    return answer();
  });
  await expect(process('ab')).rejects.toThrow('the host is stopping');
  expect(seen).toEqual(['ab']);
  expect(sendToQueue).not.toHaveBeenCalled();
});
