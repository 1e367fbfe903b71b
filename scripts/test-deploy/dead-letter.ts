import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Deployment } from './deployment';
import { eventually } from './eventually';

const Letter = z.object({ reason: z.string(), topic: z.string(), payload: z.base64() });

/** Waits for one dead letter and takes it off the queue. */
export async function takeDeadLetter({ sdk, outputs }: Deployment) {
  const client = new SQSClient({ ...sdk, useQueueUrlAsEndpoint: sdk.endpoint === undefined });
  const QueueUrl = outputs.DeadLetterQueueUrl;
  return await eventually('the dead letter', async () => {
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    const message = Messages?.[0];
    if (message === undefined) return undefined;
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    const { reason, topic, payload } = Letter.parse(JSON.parse(message.Body ?? ''));
    return { reason, topic, payload: Buffer.from(payload, 'base64').toString() };
  });
}
