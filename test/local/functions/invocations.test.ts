import type { AsynchronousInvocation } from '../../../local/assembly/read-functions';
import { Invocations } from '../../../local/functions/invocations';
import { failure, type Outcome } from '../../../local/functions/outcome';
import { aFunction } from '../support/functions';

const success: Outcome = { ok: true, payload: 'null' };
const broken = failure('Error', 'the table is gone');
const queue = 'arn:aws:sqs:us-east-1:000000000000:dead-letters';

function invocationsOf(outcomes: Outcome[], asynchronous: Partial<AsynchronousInvocation> = {}) {
  const declaration = aFunction('', {
    asynchronous: { retries: 2, maximumAgeSeconds: 60, onFailureArn: queue, ...asynchronous },
  });
  const invoke = jest.fn(async () => outcomes.shift() ?? broken);
  const sendToQueue = jest.fn(async (_queueArn: string, _body: string) => undefined);
  const invocations = new Invocations({
    functions: { invoke, declarationOf: () => declaration },
    sendToQueue,
    retryDelaysMs: [0, 0],
    print: () => undefined,
  });
  return { invoke, sendToQueue, invocations, arn: declaration.arn };
}

test('an event that succeeds is processed once', async () => {
  const { invocations, invoke, arn } = invocationsOf([success]);
  expect(await invocations.invokeAsynchronously(arn, { tick: 1 })).toBe('processed');
  expect(invoke).toHaveBeenCalledTimes(1);
});

test('an event that fails twice succeeds on its second retry', async () => {
  const { invocations, invoke, sendToQueue, arn } = invocationsOf([broken, broken, success]);
  expect(await invocations.invokeAsynchronously(arn, {})).toBe('processed');
  expect(invoke).toHaveBeenCalledTimes(3);
  expect(sendToQueue).not.toHaveBeenCalled();
});

test("an event whose retries are used up goes to the destination as Lambda's failure record", async () => {
  const { invocations, sendToQueue, arn } = invocationsOf([]);
  expect(await invocations.invokeAsynchronously(arn, { tick: 7 })).toBe('dead-lettered');
  const [[destination = '', body = ''] = []] = sendToQueue.mock.calls;
  expect(destination).toBe(queue);
  expect(JSON.parse(body)).toMatchObject({
    version: '1.0',
    requestContext: {
      functionArn: `${arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { tick: 7 },
    responseContext: { functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'the table is gone' },
  });
});

test('no retry is made when the template allows none', async () => {
  const { invocations, invoke, arn } = invocationsOf([], { retries: 0 });
  expect(await invocations.invokeAsynchronously(arn, {})).toBe('dead-lettered');
  expect(invoke).toHaveBeenCalledTimes(1);
});

test('an event too old to be retried is given up before its retries are used up', async () => {
  const { invocations, sendToQueue, arn } = invocationsOf([], { maximumAgeSeconds: -1 });
  expect(await invocations.invokeAsynchronously(arn, {})).toBe('dead-lettered');
  expect(JSON.parse(sendToQueue.mock.calls[0]?.[1] ?? '')).toMatchObject({
    requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
  });
});

test('without a destination a failed event is dropped, as on AWS', async () => {
  const { invocations, arn } = invocationsOf([], { onFailureArn: undefined });
  expect(await invocations.invokeAsynchronously(arn, {})).toBe('dropped');
});

test("an event that can't even be dead-lettered is not settled", async () => {
  const { invocations, sendToQueue, arn } = invocationsOf([]);
  sendToQueue.mockRejectedValue(new Error('disk full'));
  await expect(invocations.invokeAsynchronously(arn, {})).rejects.toThrow('disk full');
});

test('stopping leaves an event waiting for its retry unsettled', async () => {
  const { invocations, invoke, sendToQueue, arn } = invocationsOf([]);
  invoke.mockImplementation(async () => {
    invocations.stop();
    return broken;
  });
  await expect(invocations.invokeAsynchronously(arn, {})).rejects.toThrow('the host is stopping');
  expect(sendToQueue).not.toHaveBeenCalled();
});
