import * as z from 'zod';
import { type TickEvent, tickEvent } from './tick-event';

const record = z
  .object({
    kinesis: z.object({
      sequenceNumber: z.string(),
      partitionKey: z.string(),
      /** Base64 of the topic rule's event. */
      data: z.string(),
      /** In seconds. */
      approximateArrivalTimestamp: z.number(),
    }),
  })
  .transform(({ kinesis }) => ({ sequenceNumber: kinesis.sequenceNumber, event: eventOf(kinesis) }));

/** A batch of messages as Lambda passes it on, in stream order. */
export const tickBatch = z.object({ Records: z.array(record) });
export type TickBatch = z.infer<typeof tickBatch>;

interface StreamRecord {
  partitionKey: string;
  data: string;
  approximateArrivalTimestamp: number;
}

/** A record not from the topic rule is treated as a message itself, so it too becomes a tick or a dead letter. */
function eventOf({ partitionKey, data, approximateArrivalTimestamp }: StreamRecord): TickEvent {
  const parsed = tickEvent.safeParse(jsonOrNothing(Buffer.from(data, 'base64').toString('utf8')));
  if (parsed.success) return parsed.data;
  return { payload: data, topic: partitionKey, received_at_ms: approximateArrivalTimestamp * 1_000 };
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
