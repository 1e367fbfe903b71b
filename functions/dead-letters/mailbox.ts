import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type Letter, readLetter } from './letter';

/** A letter hidden from other readers until it is deleted or put back. */
export interface TakenLetter extends Letter {
  id: string;
  sentAtMs: number;
  receipt: string;
}

const HIDDEN_SECONDS = 300;
const AT_MOST = 10;

export class Mailbox {
  /** @param hiddenSeconds how long a taken letter stays hidden from others if it is never put back */
  constructor(
    private readonly client: SQSClient,
    private readonly queueUrl: string,
    private readonly hiddenSeconds = HIDDEN_SECONDS,
  ) {}

  /**
   * Takes every letter, or up to `most` of them, before any is worked on: letters that a redrive itself causes stay
   * in the queue.
   */
  async takeAll(most = Number.POSITIVE_INFINITY): Promise<TakenLetter[]> {
    const taken = new Map<string, TakenLetter>();
    while (taken.size < most) {
      const fresh = (await this.take(Math.min(AT_MOST, most - taken.size))).filter(
        ({ id }) => !taken.has(id),
      );
      // The first ones reappear before the last is found: all have been seen.
      if (fresh.length === 0) break;
      for (const letter of fresh) taken.set(letter.id, letter);
    }
    return [...taken.values()].sort((a, b) => a.sentAtMs - b.sentAtMs);
  }

  /** Approximate numbers of letters, visible and taken. */
  async depth(): Promise<{ waiting: number; taken: number }> {
    const command = new GetQueueAttributesCommand({
      QueueUrl: this.queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    });
    const { Attributes = {} } = await this.client.send(command);
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
    return {
      waiting: Number(ApproximateNumberOfMessages ?? 0),
      taken: Number(ApproximateNumberOfMessagesNotVisible ?? 0),
    };
  }

  async delete({ receipt }: TakenLetter): Promise<void> {
    await this.client.send(new DeleteMessageCommand({ QueueUrl: this.queueUrl, ReceiptHandle: receipt }));
  }

  async putBack({ receipt }: TakenLetter): Promise<void> {
    await this.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.queueUrl,
        ReceiptHandle: receipt,
        VisibilityTimeout: 0,
      }),
    );
  }

  private async take(atMost: number): Promise<TakenLetter[]> {
    const { Messages = [] } = await this.client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: atMost,
        VisibilityTimeout: this.hiddenSeconds,
        // Long polling asks all SQS servers; short polling may miss letters that are there.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return Messages.map(({ MessageId = '', ReceiptHandle = '', Body = '', Attributes }) => ({
      ...readLetter(Body),
      id: MessageId,
      sentAtMs: Number(Attributes?.SentTimestamp),
      receipt: ReceiptHandle,
    }));
  }
}
