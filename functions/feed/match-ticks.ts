import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { setting, store } from '../environment';
import { logger } from '../logger';
import { publishMetrics } from '../metrics';
import type { Store } from '../storage/table/store';
import { deadLetterQueue } from './dead-letters';
import { matchMessages } from './match-messages';
import { type TickBatch, tickBatch } from './tick-batch';
import { type TickEvent, tickEvent } from './tick-event';

const sendDeadLetters = deadLetterQueue(setting('DEAD_LETTER_QUEUE_URL'));

const matchEvent = z.union([tickBatch, tickEvent]);

/** The MQTT edge: takes what the topic rule passes on, one message at a time or a batch from a stream. */
export async function handler(input: unknown, context?: Pick<Context, 'getRemainingTimeInMillis'>) {
  const event = matchEvent.parse(input);
  const connected = store(context?.getRemainingTimeInMillis());
  try {
    return 'Records' in event ? await matchBatch(connected, event) : await matchMessage(connected, event);
  } finally {
    publishMetrics();
  }
}

/** Throws if the message must be redelivered. */
async function matchMessage(connected: Store, event: TickEvent) {
  const { failure, ...figures } = await matchMessages(connected, sendDeadLetters, [event]);
  if (failure) throw failure.error;
  logger.debug('matched', { topic: event.topic, ...figures });
  return figures;
}

/** Names the first message to be redelivered; Lambda repeats it and all after it. */
async function matchBatch(connected: Store, { Records }: TickBatch) {
  const events = Records.map(({ event }) => event);
  const { failure, ...figures } = await matchMessages(connected, sendDeadLetters, events);
  logger.debug('matched', { messages: events.length, ...figures });
  const failed = failure && Records[failure.message];
  if (!failed) return { batchItemFailures: [] };
  logger.warn('a message must be redelivered', { topic: failed.event.topic, error: failure.error });
  return { batchItemFailures: [{ itemIdentifier: failed.sequenceNumber }] };
}
