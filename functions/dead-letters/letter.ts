import * as z from 'zod';

/** What of a dead letter a person reads, and what of it can be published again. */
export interface Letter {
  reason: string;
  /** When the message came, or failed, as the letter has it. */
  time?: string | undefined;
  topic?: string | undefined;
  /** As it was published; missing where only a stream still has it. */
  payload?: Buffer | undefined;
}

const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'));

/** Set apart by the matcher, with what was wrong. */
const refused = z
  .object({ reason: z.string(), topic: z.string(), received_at: z.string(), payload: base64 })
  .transform(({ received_at, ...letter }): Letter => ({ ...letter, time: received_at }));

/** Given up by Lambda, with the event of the topic rule that the matcher failed on. */
const givenUp = z
  .object({
    timestamp: z.string(),
    requestContext: z.object({ condition: z.string() }),
    requestPayload: z.object({ topic: z.string(), payload: base64 }),
    responsePayload: z
      .object({ errorType: z.string().optional(), errorMessage: z.string() })
      .partial()
      .nullish(),
  })
  .transform(({ timestamp, requestContext, requestPayload, responsePayload }): Letter => {
    const error = [responsePayload?.errorType, responsePayload?.errorMessage].filter(Boolean).join(': ');
    const reason = [requestContext.condition, error].filter(Boolean).join(', ');
    return { reason, time: timestamp, topic: requestPayload.topic, payload: requestPayload.payload };
  });

/** Given up by the topic rule, whose action failed. */
const undelivered = z
  .object({
    topic: z.string(),
    base64OriginalPayload: base64,
    failures: z.array(z.object({ errorMessage: z.string() })).default([]),
  })
  .transform(({ topic, base64OriginalPayload, failures }): Letter => {
    const reason = failures.map(({ errorMessage }) => errorMessage).join('; ') || 'the topic rule failed';
    return { reason, topic, payload: base64OriginalPayload };
  });

/** Given up by a stream's consumer: the letter tells where in the stream the records are, not what is in them. */
const position = z.looseObject({
  shardId: z.string(),
  startSequenceNumber: z.string(),
  batchSize: z.number(),
});
const skipped = z
  .object({
    timestamp: z.string().optional(),
    requestContext: z.object({ condition: z.string() }),
    KinesisBatchInfo: position.optional(),
    DDBStreamBatchInfo: position.optional(),
  })
  .transform(({ timestamp, requestContext, KinesisBatchInfo, DDBStreamBatchInfo }): Letter => {
    const at = KinesisBatchInfo ?? DDBStreamBatchInfo;
    const where = at && `${at.batchSize} records of ${at.shardId} from ${at.startSequenceNumber}`;
    return { reason: [requestContext.condition, where].filter(Boolean).join(', '), time: timestamp };
  });

const anyLetter = z.union([refused, givenUp, undelivered, skipped]);

/** Never fails: what nobody here has written is shown as it is, and can't be redriven. */
export function readLetter(body: string): Letter {
  try {
    return anyLetter.parse(JSON.parse(body));
  } catch {
    return { reason: `not a letter of this system: ${body.slice(0, 200)}` };
  }
}
