// The SQS operations that functions and operators' tools call, in the AWS JSON protocol.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { account } from '../assembly/aws-environment';
import { AwsError } from '../aws/aws-error';
import { type Message, MessageAttributes, type Queue } from './queue';
import type { Queues } from './queues';

const SendMessage = z.object({
  QueueUrl: z.string(),
  MessageBody: z.string().min(1),
  DelaySeconds: z.number().int().min(0).max(900).default(0),
  MessageAttributes: MessageAttributes.default({}),
});
const SendMessageBatch = z.object({
  QueueUrl: z.string(),
  Entries: z
    .array(SendMessage.omit({ QueueUrl: true }).extend({ Id: z.string() }))
    .min(1)
    .max(10),
});
const ReceiveMessage = z.object({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  VisibilityTimeout: z.number().int().min(0).max(43_200).optional(),
  WaitTimeSeconds: z.number().int().min(0).max(20).default(0),
});
const DeleteMessage = z.object({ QueueUrl: z.string(), ReceiptHandle: z.string() });
const ChangeMessageVisibility = z.object({
  QueueUrl: z.string(),
  ReceiptHandle: z.string(),
  VisibilityTimeout: z.number().int().min(0).max(43_200),
});
const GetQueueAttributes = z.object({
  QueueUrl: z.string(),
  AttributeNames: z.array(z.string()).default([]),
});
const GetQueueUrl = z.object({ QueueName: z.string() });
const PurgeQueue = z.object({ QueueUrl: z.string() });

const POLL_MS = 200;

/**
 * Answers one operation.
 * @throws AwsError with SQS's own error name
 */
export async function answerSqs(queues: Queues, operation: string, input: unknown): Promise<object> {
  switch (operation) {
    case 'SendMessage': {
      const {
        QueueUrl,
        MessageBody,
        DelaySeconds,
        MessageAttributes: attributes,
      } = parse(SendMessage, input);
      const MessageId = await existing(queues, QueueUrl).send({
        body: MessageBody,
        attributes,
        delaySeconds: DelaySeconds,
      });
      return { MessageId, MD5OfMessageBody: md5(MessageBody) };
    }
    case 'SendMessageBatch': {
      const { QueueUrl, Entries } = parse(SendMessageBatch, input);
      return { Successful: await sendBatch(existing(queues, QueueUrl), Entries), Failed: [] };
    }
    case 'ReceiveMessage': {
      const { QueueUrl, MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds } = parse(
        ReceiveMessage,
        input,
      );
      const queue = existing(queues, QueueUrl);
      const deadlineMs = performance.now() + WaitTimeSeconds * 1000;
      let received = await queue.receive(MaxNumberOfMessages, VisibilityTimeout);
      while (received.length === 0 && performance.now() < deadlineMs) {
        await delay(POLL_MS);
        received = await queue.receive(MaxNumberOfMessages, VisibilityTimeout);
      }
      // SQS omits the field if there are no messages.
      return received.length === 0 ? {} : { Messages: received.map(receivedMessage) };
    }
    case 'DeleteMessage': {
      const { QueueUrl, ReceiptHandle } = parse(DeleteMessage, input);
      await existing(queues, QueueUrl).delete(ReceiptHandle);
      return {};
    }
    case 'ChangeMessageVisibility': {
      const { QueueUrl, ReceiptHandle, VisibilityTimeout } = parse(ChangeMessageVisibility, input);
      await existing(queues, QueueUrl).hide(ReceiptHandle, VisibilityTimeout);
      return {};
    }
    case 'GetQueueAttributes': {
      const { QueueUrl, AttributeNames } = parse(GetQueueAttributes, input);
      const attributes = Object.entries(await attributesOf(existing(queues, QueueUrl)));
      const wanted = attributes.filter(
        ([name]) => AttributeNames.includes('All') || AttributeNames.includes(name),
      );
      return { Attributes: Object.fromEntries(wanted) };
    }
    case 'GetQueueUrl': {
      const queue = queues.byName(parse(GetQueueUrl, input).QueueName) ?? absent();
      return { QueueUrl: queue.declaration.url };
    }
    case 'PurgeQueue': {
      await existing(queues, parse(PurgeQueue, input).QueueUrl).purge();
      return {};
    }
    default:
      throw new AwsError('UnsupportedOperation', `SQS ${operation} is not an operation of the local host.`);
  }
}

async function sendBatch(queue: Queue, entries: z.output<typeof SendMessageBatch>['Entries']) {
  const ids = await queue.sendBatch(
    entries.map(({ MessageBody, DelaySeconds, MessageAttributes: attributes }) => ({
      body: MessageBody,
      attributes,
      delaySeconds: DelaySeconds,
    })),
  );
  return entries.map(({ Id, MessageBody }, index) => ({
    Id,
    MessageId: ids[index],
    MD5OfMessageBody: md5(MessageBody),
  }));
}

function receivedMessage({ message, receipt }: { message: Message; receipt: string }): object {
  return {
    MessageId: message.id,
    ReceiptHandle: receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(Object.keys(message.attributes).length === 0 ? {} : { MessageAttributes: message.attributes }),
    Attributes: {
      SenderId: account,
      SentTimestamp: String(message.sentAtMs),
      ApproximateReceiveCount: String(message.receiveCount),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs),
    },
  };
}

async function attributesOf(queue: Queue): Promise<Record<string, string>> {
  const { visible, inFlight, delayed } = await queue.depth();
  const { arn, visibilitySeconds, retentionSeconds } = queue.declaration;
  return {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(visibilitySeconds),
    MessageRetentionPeriod: String(retentionSeconds),
  };
}

function existing(queues: Queues, url: string): Queue {
  return queues.byAddress(url) ?? absent();
}

function absent(): never {
  throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AwsError('InvalidParameterValue', z.prettifyError(parsed.error));
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
