// One SQS queue, stored as items of a table in the engine, so its messages are as durable as the market's own data.
// Message ids sort by time, so the oldest come first.
import { randomUUID } from 'node:crypto';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { monotonicFactory } from 'ulid';
import * as z from 'zod';
import type { QueueDeclaration } from '../assembly/read-queues';

export const QUEUES_TABLE = 'local-queues';

export const MessageAttributes = z.record(
  z.string(),
  z.object({ DataType: z.string(), StringValue: z.string().optional(), BinaryValue: z.string().optional() }),
);

const Message = z.object({
  id: z.string(),
  body: z.string(),
  attributes: MessageAttributes,
  sentAtMs: z.number(),
  /** Not received before this time. */
  visibleAtMs: z.number(),
  firstReceivedAtMs: z.number().optional(),
  receiveCount: z.number(),
});
export type Message = z.infer<typeof Message>;

export interface NewMessage {
  body: string;
  attributes: z.infer<typeof MessageAttributes>;
  delaySeconds: number;
}

export interface Depth {
  visible: number;
  inFlight: number;
  delayed: number;
}

const nextId = monotonicFactory();

export class Queue {
  constructor(
    readonly declaration: QueueDeclaration,
    private readonly documents: DynamoDBDocumentClient,
    private readonly now: () => number = Date.now,
  ) {}

  async send(sent: NewMessage): Promise<string> {
    const message = this.messageOf(sent);
    await this.documents.send(
      new PutCommand({ TableName: QUEUES_TABLE, Item: { queue: this.declaration.name, ...message } }),
    );
    return message.id;
  }

  /** Sends up to one SQS batch. Rejects unless every message is known to be stored. */
  async sendBatch(sent: NewMessage[]): Promise<string[]> {
    const messages = sent.map((one) => this.messageOf(one));
    await this.put(
      messages.map((message) => ({ PutRequest: { Item: { queue: this.declaration.name, ...message } } })),
    );
    return messages.map(({ id }) => id);
  }

  private async put(requests: NonNullable<BatchWriteCommandInput['RequestItems']>[string]): Promise<void> {
    const command = new BatchWriteCommand({ RequestItems: { [QUEUES_TABLE]: requests } });
    const { UnprocessedItems = {} } = await this.documents.send(command);
    const left = UnprocessedItems[QUEUES_TABLE];
    if (left && left.length > 0) await this.put(left);
  }

  private messageOf({ body, attributes, delaySeconds }: NewMessage): Message {
    const sentAtMs = this.now();
    // Without a delay it is visible at once, even if the clock is set back to before the time of sending.
    const visibleAtMs = delaySeconds === 0 ? 0 : sentAtMs + delaySeconds * 1000;
    return { id: nextId(sentAtMs), body, attributes, sentAtMs, visibleAtMs, receiveCount: 0 };
  }

  /** Takes the oldest visible messages, each with a receipt for deleting it, and hides them from others for a while. */
  async receive(
    atMost: number,
    hiddenSeconds = this.declaration.visibilitySeconds,
  ): Promise<{ message: Message; receipt: string }[]> {
    const received: { message: Message; receipt: string }[] = [];
    for await (const message of this.messages()) {
      if (received.length === atMost) break;
      if (message.visibleAtMs > this.now()) continue;
      const taken = await this.take(message, hiddenSeconds);
      if (taken !== undefined) received.push(taken);
    }
    return received;
  }

  /** An earlier receipt deletes the message too, as it mostly does on AWS. */
  async delete(receipt: string): Promise<void> {
    const [id = ''] = receipt.split('#');
    await this.documents.send(
      new DeleteCommand({ TableName: QUEUES_TABLE, Key: { queue: this.declaration.name, id } }),
    );
  }

  /** Hides a message for the given time; 0 makes it visible again. One deleted meanwhile stays deleted. */
  async hide(receipt: string, seconds: number): Promise<void> {
    const [id = ''] = receipt.split('#');
    const update = new UpdateCommand({
      TableName: QUEUES_TABLE,
      Key: { queue: this.declaration.name, id },
      UpdateExpression: 'SET visibleAtMs = :visible',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeValues: { ':visible': this.now() + seconds * 1000 },
    });
    await this.documents.send(update).catch(ignoreFailedCondition);
  }

  async purge(): Promise<void> {
    for await (const { id } of this.messages()) await this.delete(id);
  }

  async depth(): Promise<Depth> {
    const depth = { visible: 0, inFlight: 0, delayed: 0 };
    for await (const { visibleAtMs, receiveCount } of this.messages()) {
      if (visibleAtMs <= this.now()) depth.visible += 1;
      else if (receiveCount > 0) depth.inFlight += 1;
      else depth.delayed += 1;
    }
    return depth;
  }

  private async take(message: Message, hiddenSeconds: number) {
    const taken = {
      ...message,
      receiveCount: message.receiveCount + 1,
      visibleAtMs: this.now() + hiddenSeconds * 1000,
      firstReceivedAtMs: message.firstReceivedAtMs ?? this.now(),
    };
    try {
      // Of two concurrent receivers, only one may get it.
      await this.documents.send(
        new UpdateCommand({
          TableName: QUEUES_TABLE,
          Key: { queue: this.declaration.name, id: message.id },
          UpdateExpression: 'SET receiveCount = :count, visibleAtMs = :visible, firstReceivedAtMs = :first',
          ConditionExpression: 'receiveCount = :seen',
          ExpressionAttributeValues: {
            ':count': taken.receiveCount,
            ':visible': taken.visibleAtMs,
            ':first': taken.firstReceivedAtMs,
            ':seen': message.receiveCount,
          },
        }),
      );
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return undefined;
      throw error;
    }
    return { message: taken, receipt: `${message.id}#${randomUUID()}` };
  }

  /** All messages within the retention period, oldest first. */
  private async *messages(): AsyncGenerator<Message> {
    const oldestMs = this.now() - this.declaration.retentionSeconds * 1000;
    const query = {
      TableName: QUEUES_TABLE,
      ConsistentRead: true,
      KeyConditionExpression: 'queue = :queue',
      ExpressionAttributeValues: { ':queue': this.declaration.name },
    };
    for await (const { Items } of paginateQuery({ client: this.documents }, query)) {
      for (const message of z.array(Message).parse(Items)) {
        if (message.sentAtMs >= oldestMs) yield message;
      }
    }
  }
}

function ignoreFailedCondition(error: unknown): void {
  if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
}
