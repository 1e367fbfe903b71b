import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type Letter, readLetter } from './letter';

/** A letter that is taken out of everybody's sight until it is deleted or put back. */
export interface TakenLetter extends Letter {
  id: string;
  sentAtMs: number;
  receipt: string;
}

const HIDDEN_SECONDS = 300;
const AT_MOST = 10;

export class Mailbox {
  constructor(
    private readonly client: SQSClient,
    private readonly queueUrl: string,
  ) {}

  /** Takes every letter. One that arrives meanwhile waits: it may be the answer to what is being redriven. */
  async takeAll(): Promise<TakenLetter[]> {
    const taken = new Map<string, TakenLetter>();
    for (;;) {
      const fresh = (await this.take()).filter(({ id }) => !taken.has(id));
      // What was hidden first shows again before the last is found: all have been seen.
      if (fresh.length === 0) return [...taken.values()].sort((a, b) => a.sentAtMs - b.sentAtMs);
      for (const letter of fresh) taken.set(letter.id, letter);
    }
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

  private async take(): Promise<TakenLetter[]> {
    const { Messages = [] } = await this.client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: AT_MOST,
        VisibilityTimeout: HIDDEN_SECONDS,
        // Long polling asks all of SQS's servers; short polling may find nothing where there is something.
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
