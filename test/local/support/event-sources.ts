import type { EventSourceDeclaration } from '../../../local/assembly/read-event-sources';
import type { SourceRecord } from '../../../local/event-sources/batches';

export const aSource: EventSourceDeclaration = {
  id: 'Mapping',
  functionName: 'under-test',
  sourceArn: 'arn:stream',
  batchSize: 100,
  halvesFailedBatches: true,
  reportsFailedRecords: true,
  retries: 2,
  maximumAgeSeconds: 60,
  batchesPerShard: 1,
  gatherSeconds: 0,
  onFailureArn: 'arn:letters',
  filters: [],
};

/** A record that is nothing but its sequence number. */
export function aRecord(sequenceNumber: string): SourceRecord {
  return { sequenceNumber, arrivedAtMs: Date.now() - 1, event: sequenceNumber };
}
