// The SQS operations that functions and operators' tools call, in the AWS JSON protocol.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { account } from '../assembly/aws-environment';
import { AwsError } from '../aws/aws-error';
import { type Message, MessageAttributes, type Queue } from './queue';
import type { Queues } from './queues';

const POLL_MS = 200;

interface Operation<Schema extends z.ZodType = z.ZodType> {
  readonly input: Schema;
  run(queues: Queues, input: z.output<Schema>): Promise<object>;
}

/** Preserves the type of the input. */
function operation<Schema extends z.ZodType>(
  input: Schema,
  run: (queues: Queues, input: z.output<Schema>) => Promise<object>,
): Operation<Schema> {
  return { input, run };
}

const QueueUrl = z.string();
const VisibilityTimeout = z.number().int().min(0).max(43_200);
const outgoing = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: z.number().int().min(0).max(900).default(0),
  MessageAttributes: MessageAttributes.default({}),
});
const entry = outgoing.extend({ Id: z.string() });

const OPERATIONS: Record<string, Operation | undefined> = {
  SendMessage: operation(outgoing.extend({ QueueUrl }), async (queues, input) => {
    const MessageId = await existing(queues, input.QueueUrl).send(messageOf(input));
    return { MessageId, MD5OfMessageBody: md5(input.MessageBody) };
  }),

  SendMessageBatch: operation(
    z.object({ QueueUrl, Entries: z.array(entry).min(1).max(10) }),
    async (queues, { QueueUrl, Entries }) => {
      const ids = await existing(queues, QueueUrl).sendBatch(Entries.map(messageOf));
      const Successful = Entries.map(({ Id, MessageBody }, index) => ({
        Id,
        MessageId: ids[index],
        MD5OfMessageBody: md5(MessageBody),
      }));
      return { Successful, Failed: [] };
    },
  ),

  ReceiveMessage: operation(
    z.object({
      QueueUrl,
      MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
      VisibilityTimeout: VisibilityTimeout.optional(),
      WaitTimeSeconds: z.number().int().min(0).max(20).default(0),
    }),
    async (queues, { QueueUrl, MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds }) => {
      const queue = existing(queues, QueueUrl);
      const deadlineMs = performance.now() + WaitTimeSeconds * 1000;
      let received = await queue.receive(MaxNumberOfMessages, VisibilityTimeout);
      while (received.length === 0 && performance.now() < deadlineMs) {
        await delay(POLL_MS);
        received = await queue.receive(MaxNumberOfMessages, VisibilityTimeout);
      }
      // SQS omits the field if there are no messages.
      return received.length === 0 ? {} : { Messages: received.map(receivedMessage) };
    },
  ),

  DeleteMessage: operation(
    z.object({ QueueUrl, ReceiptHandle: z.string() }),
    async (queues, { QueueUrl, ReceiptHandle }) => {
      await existing(queues, QueueUrl).delete(ReceiptHandle);
      return {};
    },
  ),

  ChangeMessageVisibility: operation(
    z.object({ QueueUrl, ReceiptHandle: z.string(), VisibilityTimeout }),
    async (queues, { QueueUrl, ReceiptHandle, VisibilityTimeout }) => {
      await existing(queues, QueueUrl).hide(ReceiptHandle, VisibilityTimeout);
      return {};
    },
  ),

  GetQueueAttributes: operation(
    z.object({ QueueUrl, AttributeNames: z.array(z.string()).default([]) }),
    async (queues, { QueueUrl, AttributeNames }) => {
      const attributes = Object.entries(await attributesOf(existing(queues, QueueUrl)));
      const isWanted = (name: string) => AttributeNames.includes('All') || AttributeNames.includes(name);
      return { Attributes: Object.fromEntries(attributes.filter(([name]) => isWanted(name))) };
    },
  ),

  GetQueueUrl: operation(z.object({ QueueName: z.string() }), async (queues, { QueueName }) => {
    const queue = queues.byName(QueueName) ?? absent();
    return { QueueUrl: queue.declaration.url };
  }),

  PurgeQueue: operation(z.object({ QueueUrl }), async (queues, { QueueUrl }) => {
    await existing(queues, QueueUrl).purge();
    return {};
  }),
};

/**
 * Answers one operation.
 * @throws AwsError with SQS's own error name
 */
export async function answerSqs(queues: Queues, name: string, input: unknown): Promise<object> {
  const known = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (known === undefined)
    throw new AwsError('UnsupportedOperation', `SQS ${name} is not an operation of the local host.`);
  const parsed = known.input.safeParse(input);
  if (!parsed.success) throw new AwsError('InvalidParameterValue', z.prettifyError(parsed.error));
  return await known.run(queues, parsed.data);
}

function messageOf({
  MessageBody: body,
  DelaySeconds: delaySeconds,
  MessageAttributes: attributes,
}: z.output<typeof outgoing>) {
  return { body, attributes, delaySeconds };
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

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
