// A Kinesis stream without retention: putting a record resolves once it is processed, so a broker acknowledges a
// message only when nothing can lose it any more. While a batch is in progress, the next one accumulates.
import { createHash } from 'node:crypto';
import { region } from '../assembly/aws-environment';
import type { EventSourceDeclaration } from '../assembly/read-event-sources';
import type { StreamResource } from '../assembly/read-streams';
import type { Batches, SourceRecord } from './batches';

interface Waiting {
  record: SourceRecord;
  done(): void;
  failed(error: unknown): void;
}

export class KinesisStream {
  private readonly lanes: Lane[];
  private count = 0;

  constructor(
    { shards }: Pick<StreamResource, 'shards'>,
    private readonly source: EventSourceDeclaration,
    batches: Pick<Batches, 'process'>,
  ) {
    this.lanes = Array.from(
      { length: shards * source.batchesPerShard },
      (_, index) => new Lane(source.batchSize, (records) => batches.process(records, shardIdOf(index))),
    );
  }

  /** Records with the same partition key are processed in the order they were put. */
  put(partitionKey: string, data: unknown): Promise<void> {
    const index = createHash('md5').update(partitionKey).digest().readUInt32BE() % this.lanes.length;
    return new Promise((done, failed) => {
      this.lanes[index]?.add({ record: this.recordOf(partitionKey, data, shardIdOf(index)), done, failed });
    });
  }

  private recordOf(partitionKey: string, data: unknown, shardId: string): SourceRecord {
    this.count += 1;
    const sequenceNumber = String(this.count).padStart(20, '0');
    const arrivedAtMs = Date.now();
    return {
      sequenceNumber,
      arrivedAtMs,
      event: {
        eventID: `${shardId}:${sequenceNumber}`,
        eventName: 'aws:kinesis:record',
        eventSource: 'aws:kinesis',
        eventSourceARN: this.source.sourceArn,
        eventVersion: '1.0',
        awsRegion: region,
        kinesis: {
          kinesisSchemaVersion: '1.0',
          partitionKey,
          sequenceNumber,
          data: Buffer.from(JSON.stringify(data)).toString('base64'),
          approximateArrivalTimestamp: arrivedAtMs / 1000,
        },
      },
    };
  }
}

/** One batch at a time: a partition key's lane never changes, so its records stay in order. */
class Lane {
  private waiting: Waiting[] = [];
  private isBusy = false;

  constructor(
    private readonly batchSize: number,
    private readonly process: (records: SourceRecord[]) => Promise<void>,
  ) {}

  add(waiting: Waiting): void {
    this.waiting.push(waiting);
    if (!this.isBusy) void this.work();
  }

  private async work(): Promise<void> {
    this.isBusy = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.batchSize);
      try {
        await this.process(batch.map(({ record }) => record));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.isBusy = false;
  }
}

function shardIdOf(lane: number): string {
  return `shardId-${String(lane).padStart(12, '0')}`;
}
