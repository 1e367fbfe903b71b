import * as z from 'zod';

/** The parts of a dead letter that a person reads and that can be republished. */
export interface Letter {
  reason: string;
  /** When the message arrived or failed, as the letter states it. */
  time?: string | undefined;
  topic?: string | undefined;
  /** As published; missing when only a stream still has it. */
  payload?: Buffer | undefined;
}

const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'));

/** Rejected by the matcher, with the reason. */
const refused = z
  .object({ reason: z.string(), topic: z.string(), received_at: z.string(), payload: base64 })
  .transform(({ received_at, ...letter }): Letter => ({ ...letter, time: received_at }));

/** Abandoned by Lambda, with the topic rule's event that the matcher failed on. */
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

/** Abandoned by the topic rule, whose action failed. */
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

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('is not JSON');
    return z.NEVER;
  }
});

/** What a topic rule put into a stream. */
const streamed = z
  .object({ kinesis: z.object({ data: base64 }) })
  .transform(({ kinesis }) => kinesis.data.toString('utf8'))
  .pipe(json)
  .pipe(z.object({ topic: z.string(), payload: base64 }));

/** On one machine no stream keeps the records, so the letter brings the one that was given up. */
const onlyRecord = json.pipe(z.object({ Records: z.tuple([streamed]) })).transform(({ Records: [it] }) => it);

/** Abandoned by a stream's consumer: on AWS, with the records' position in the stream instead of their content. */
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
    payload: onlyRecord.optional().catch(undefined),
  })
  .transform(({ timestamp, requestContext, KinesisBatchInfo, DDBStreamBatchInfo, payload }): Letter => {
    const at = KinesisBatchInfo ?? DDBStreamBatchInfo;
    const where = at && `${at.batchSize} records of ${at.shardId} from ${at.startSequenceNumber}`;
    const reason = [requestContext.condition, where].filter(Boolean).join(', ');
    return { reason, time: timestamp, ...payload };
  });

const anyLetter = z.union([refused, givenUp, undelivered, skipped]);

/** Never fails: a body that this system didn't write is shown as is and can't be redriven. */
export function readLetter(body: string): Letter {
  try {
    return anyLetter.parse(JSON.parse(body));
  } catch {
    return { reason: `not a dead letter of this system: ${body.slice(0, 200)}` };
  }
}
