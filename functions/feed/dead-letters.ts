import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { boundedCalls } from '../bounded-calls';
import { inParallel } from '../in-parallel';
import type { TickEvent } from './tick-event';

/** A message, or an element of one, that isn't a valid tick, kept with the reason for inspection. */
export interface DeadLetter {
  readonly reason: string;
  readonly topic: string;
  readonly receivedAtMs: number;
  /** Base64 of the message as published. */
  readonly payload: string;
  /** Which element of an array it was. */
  readonly index?: number | undefined;
}

export type DeadLetterQueue = (letters: readonly DeadLetter[]) => Promise<void>;

/** Rejects if a letter was not accepted: its message must be redelivered, and letters already sent arrive twice. */
export function deadLetterQueue(queueUrl: string, client = new SQSClient(boundedCalls())): DeadLetterQueue {
  return async (letters) => {
    await inParallel(batchesOf(letters.map((letter) => JSON.stringify(bodyOf(letter)))), async (batch) => {
      const Entries = batch.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      if (Failed.length > 0)
        throw new Error(
          `${Failed.length} of ${batch.length} dead letters were not accepted: ${Failed[0]?.Message}`,
        );
    });
  };
}

/** SQS's limits for a message and a batch. */
const MAX_LETTER_BYTES = 256 * 1024;
const MAX_BATCH_BYTES = MAX_LETTER_BYTES;
const MAX_BATCH_LETTERS = 10;

function batchesOf(bodies: readonly string[]): string[][] {
  const batches: string[][] = [];
  let bytes = 0;
  for (const body of bodies) {
    const size = Buffer.byteLength(body);
    const batch = batches.at(-1);
    if (batch && batch.length < MAX_BATCH_LETTERS && bytes + size <= MAX_BATCH_BYTES) batch.push(body);
    else batches.push([body]);
    bytes = batches.at(-1)?.length === 1 ? size : bytes + size;
  }
  return batches;
}

const MAX_REASON_LENGTH = 2_000;
/** Leaves room for the rest of the letter. */
const MAX_PAYLOAD_LENGTH = MAX_LETTER_BYTES - 16 * 1024;

/** A payload that is too long keeps its beginning and is marked as truncated. */
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
