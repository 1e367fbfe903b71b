import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import { region } from '../assembly/place';
import type { SourceRecord } from './batches';

/** A record of a table's stream as Lambda hands it to a function: bytes as base64, times as seconds. */
export function sourceRecordOf(record: StreamRecord, sourceArn: string): SourceRecord {
  const { eventID, eventName, eventVersion, dynamodb } = record;
  const arrivedAt = dynamodb?.ApproximateCreationDateTime ?? new Date();
  return {
    sequenceNumber: dynamodb?.SequenceNumber ?? '',
    arrivedAtMs: arrivedAt.getTime(),
    event: {
      eventID,
      eventName,
      eventVersion,
      eventSource: 'aws:dynamodb',
      eventSourceARN: sourceArn,
      awsRegion: region,
      dynamodb: withBytesAsText({ ...dynamodb, ApproximateCreationDateTime: arrivedAt.getTime() / 1000 }),
    },
  };
}

function withBytesAsText(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(withBytesAsText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withBytesAsText(inner)]));
}
