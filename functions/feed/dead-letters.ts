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

/** A message of SQS may have 256 KB; the rest of the letter takes a small part of it. */
const MAX_LETTER_BYTES = 256 * 1024;
const MAX_REASON_LENGTH = 2_000;
const MAX_PAYLOAD_LENGTH = MAX_LETTER_BYTES - 16 * 1024;

/** What is too long is kept from its beginning, and says so. */
function bodyOf({ reason, topic, receivedAtMs, payload, index }: DeadLetter) {
  const isTruncated = payload.length > MAX_PAYLOAD_LENGTH;
  return {
    reason: reason.slice(0, MAX_REASON_LENGTH),
    topic,
    received_at: new Date(receivedAtMs).toISOString(),
    index,
    payload: payload.slice(0, MAX_PAYLOAD_LENGTH),
    ...(isTruncated && { truncated: true }),
  };
}

export function letterOf(
  event: TickEvent,
  reason: string,
  payload = event.payload,
  index?: number,
): DeadLetter {
  return { reason, topic: event.topic, receivedAtMs: event.received_at_ms, payload, index };
}
