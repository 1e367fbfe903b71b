// Reads a table's stream as Lambda's pollers do: each shard from its checkpoint, a batch at a time, and a child shard
// only after its parent.
import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import type { EventSourceDeclaration } from '../assembly/read-event-sources';
import type { PrintLine } from '../functions/log';
import type { Batches, SourceRecord } from './batches';
import type { Checkpoints } from './checkpoints';
import { type Matches, recordFilter } from './record-filter';
import { readRecords, sourceRecordOf } from './table-record';

export interface TableFollowerOptions {
  client: DynamoDBStreamsClient;
  endpoint: string;
  /** The engine's own ARN. */
  streamArn: string;
  source: EventSourceDeclaration;
  batches: Pick<Batches, 'process'>;
  checkpoints: Checkpoints;
  stopping: AbortSignal;
  print: PrintLine;
  /** The wait before reading again after an error. */
  retryDelayMs: number;
}

/** Reading one record costs about as much as reading a hundred. Lambda's pollers read four times a second. */
const GATHERING_MS = 25;
const IDLE_MS = 100;

/** The most that the engine returns at once, since the filters drop most of what is read. */
const RECORDS_PER_PAGE = 1000;

export class TableFollower {
  private readonly begun = new Set<string>();
  private readonly ended = new Set<string>();
  private readonly matches: Matches;

  constructor(private readonly options: TableFollowerOptions) {
    this.matches = recordFilter(options.source.filters);
  }

  /** The last record that need not be reread, in the shard that is furthest behind. */
  get passed(): number | undefined {
    const { source, checkpoints } = this.options;
    const positions = [...this.begun].map((shardId) => checkpoints.get(source.id, shardId));
    if (positions.length === 0 || positions.includes(undefined)) return undefined;
    return Math.min(...positions.map(Number));
  }

  /** Resolves when the host stops and the batches in progress have ended. */
  async run(): Promise<void> {
    const shards = await this.describe();
    const listed = new Set(shards.map(({ ShardId }) => ShardId));
    const isReady = ({ ShardId = '', ParentShardId: parent }: Shard) =>
      !this.begun.has(ShardId) && (parent === undefined || this.ended.has(parent) || !listed.has(parent));
    await Promise.all(
      shards.filter(isReady).map(async ({ ShardId = '' }) => {
        this.begun.add(ShardId);
        await this.follow(ShardId);
        this.ended.add(ShardId);
        if (!this.options.stopping.aborted) await this.run();
      }),
    );
  }

  /** The stream's shards: none if the host stops before they are known. */
  private async describe(): Promise<Shard[]> {
    const { client, streamArn: StreamArn, stopping, print, source, retryDelayMs } = this.options;
    while (!stopping.aborted) {
      try {
        const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }));
        return StreamDescription?.Shards ?? [];
      } catch (error) {
        if (stopping.aborted) break;
        print(`${source.functionName}: describing the stream again: ${error}`);
        await pause(retryDelayMs, stopping);
      }
    }
    return [];
  }

  /** Resolves at the end of the shard, or when the host stops. After an error it restarts from the last checkpoint. */
  private async follow(shardId: string): Promise<void> {
    const { stopping, print, source, retryDelayMs } = this.options;
    while (!stopping.aborted) {
      try {
        return await this.readToEnd(shardId);
      } catch (error) {
        if (stopping.aborted) return;
        print(`${source.functionName}: reading ${shardId} again: ${error}`);
        await pause(retryDelayMs, stopping);
      }
    }
  }

  private async readToEnd(shardId: string): Promise<void> {
    const { endpoint, source, checkpoints, stopping } = this.options;
    let iterator = await this.iteratorOf(shardId);
    while (iterator !== undefined && !stopping.aborted) {
      const page = await readRecords(endpoint, { iterator, limit: RECORDS_PER_PAGE });
      const wanted = page.Records.filter((record) => this.matches(record));
      await this.process(
        wanted.map((record) => sourceRecordOf(record, source.sourceArn)),
        shardId,
      );
      const last = page.Records.at(-1);
      if (last) checkpoints.set(source.id, shardId, last.dynamodb.SequenceNumber);
      // Records that accumulate meanwhile come in one batch.
      const gatherMs = Math.max(source.gatherSeconds * 1_000, GATHERING_MS);
      if (page.Records.length < RECORDS_PER_PAGE) await pause(last ? gatherMs : IDLE_MS, stopping);
      iterator = page.NextShardIterator;
    }
  }

  private async process(records: readonly SourceRecord[], shardId: string): Promise<void> {
    const { source, batches, checkpoints, stopping } = this.options;
    for (let start = 0; start < records.length; start += source.batchSize) {
      stopping.throwIfAborted();
      const batch = records.slice(start, start + source.batchSize);
      await batches.process(batch, shardId);
      checkpoints.set(source.id, shardId, batch.at(-1)?.sequenceNumber ?? '');
    }
  }

  private async iteratorOf(ShardId: string): Promise<string | undefined> {
    const { client, streamArn: StreamArn, source, checkpoints } = this.options;
    const SequenceNumber = checkpoints.get(source.id, ShardId);
    const start =
      SequenceNumber === undefined
        ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
        : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber } as const);
    const command = new GetShardIteratorCommand({ StreamArn, ShardId, ...start });
    return (await client.send(command)).ShardIterator;
  }
}

async function pause(milliseconds: number, stopping: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal: stopping }).catch(() => undefined);
}
