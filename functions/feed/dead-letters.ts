import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { TickEvent } from './tick-event';

/** A message, or the part of one, that is no tick, kept with the reason for people to look at. */
export interface DeadLetter {
  readonly reason: string;
  readonly topic: string;
  readonly receivedAtMs: number;
  /** Base64 of the message as it was published. */
  readonly payload: string;
  /** Which element of an array it was. */
  readonly index?: number | undefined;
}

export type DeadLetterQueue = (letter: DeadLetter) => Promise<void>;

export function deadLetterQueue(queueUrl: string, client = new SQSClient({})): DeadLetterQueue {
  return async (letter) => {
    await client.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(bodyOf(letter)) }),
    );
  };
}

function bodyOf({ reason, topic, receivedAtMs, payload, index }: DeadLetter) {
  return { reason, topic, received_at: new Date(receivedAtMs).toISOString(), index, payload };
}

export function letterOf(
  event: TickEvent,
  reason: string,
  payload = event.payload,
  index?: number,
): DeadLetter {
  return { reason, topic: event.topic, receivedAtMs: event.received_at_ms, payload, index };
}
