// The records of a table's stream. Lambda passes them to a function in their wire format: bytes as base64, times in
// seconds. So they are read without the SDK, which would decode everything only for us to encode it again.
import * as z from 'zod';
import { region } from '../assembly/aws-environment';
import { askEngine } from '../table/request';
import type { SourceRecord } from './batches';

const StreamRecord = z.looseObject({
  dynamodb: z.looseObject({ ApproximateCreationDateTime: z.number(), SequenceNumber: z.string() }),
});
type StreamRecord = z.infer<typeof StreamRecord>;

const RecordPage = z.object({ Records: z.array(StreamRecord), NextShardIterator: z.string().optional() });

const PATIENCE_MS = 10_000;

/** Up to `limit` records after the iterator, and the iterator to continue with. */
export async function readRecords(
  endpoint: string,
  { iterator, limit }: { iterator: string; limit: number },
): Promise<z.infer<typeof RecordPage>> {
  const input = { ShardIterator: iterator, Limit: limit };
  const target = 'DynamoDBStreams_20120810.GetRecords';
  const response = await askEngine(endpoint, target, input, AbortSignal.timeout(PATIENCE_MS));
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`GetRecords: ${response.status} ${JSON.stringify(answer)}`);
  return RecordPage.parse(answer);
}

export function sourceRecordOf(record: StreamRecord, sourceArn: string): SourceRecord {
  const { SequenceNumber, ApproximateCreationDateTime } = record.dynamodb;
  return {
    sequenceNumber: SequenceNumber,
    arrivedAtMs: ApproximateCreationDateTime * 1000,
    event: { ...record, eventSource: 'aws:dynamodb', eventSourceARN: sourceArn, awsRegion: region },
  };
}
