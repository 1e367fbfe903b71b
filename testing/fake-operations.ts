import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';

/** What administrators reach besides the table: the dead-letter queue, the ticks topic, the audit. */
export const queue = mockClient(SQSClient);
export const topics = mockClient(IoTDataPlaneClient);
export const lambda = mockClient(LambdaClient);

/** @param letters the messages in the queue */
export function resetOperations(letters: readonly object[] = []): void {
  for (const client of [queue, topics, lambda]) client.reset();
  const waiting: Message[] = letters.map((letter, index) => ({
    MessageId: `letter-${index}`,
    ReceiptHandle: `receipt-${index}`,
    Body: JSON.stringify(letter),
    Attributes: { SentTimestamp: String(1_767_614_400_000 + index) },
  }));
  queue.on(ReceiveMessageCommand).callsFake(({ MaxNumberOfMessages = 1 }) => {
    const Messages = waiting.splice(0, MaxNumberOfMessages);
    return Messages.length > 0 ? { Messages } : {};
  });
  queue.on(GetQueueAttributesCommand).resolves({
    Attributes: {
      ApproximateNumberOfMessages: String(letters.length),
      ApproximateNumberOfMessagesNotVisible: '1',
    },
  });
  queue.on(SendMessageBatchCommand).resolves({});
  queue.on(DeleteMessageCommand).resolves({});
  queue.on(ChangeMessageVisibilityCommand).resolves({});
  topics.on(PublishCommand).resolves({});
  lambda.on(InvokeCommand).resolves({ StatusCode: 202 });
}
