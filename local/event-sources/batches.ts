// What Lambda does with a batch of stream records: invokes, continues after the records reported as done, bisects what
// failed, retries, and dead-letters what it gives up on.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import type { EventSourceDeclaration } from '../assembly/read-event-sources';
import type { PrintLine } from '../functions/log';
import type { Outcome } from '../functions/outcome';

export interface SourceRecord {
  sequenceNumber: string;
  arrivedAtMs: number;
  /** As the function gets it. */
  event: unknown;
}

export interface BatchesOptions {
  source: EventSourceDeclaration;
  functionArn: string;
  /** The section of a failure record in which AWS gives a batch's position. */
  letterSection: 'DDBStreamBatchInfo' | 'KinesisBatchInfo';
  invoke(arn: string, event: unknown): Promise<Outcome>;
  sendToQueue(queueArn: string, body: string): Promise<void>;
  /** Waits before the first retry and before all later ones. */
  retryDelaysMs: [number, number];
  stopping: AbortSignal;
  print: PrintLine;
}

const Report = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

export class Batches {
  constructor(private readonly options: BatchesOptions) {}

  /**
   * Resolves when every record was processed or dead-lettered, in order. Rejects if the host stops, or a record could
   * not even be dead-lettered: the rest must then be redelivered.
   */
  async process(records: readonly SourceRecord[], shardId: string): Promise<void> {
    for (let rest = records, attempt = 1; rest.length > 0; ) {
      const { source } = this.options;
      const outcome = await this.invoke(rest);
      const done = this.countDone(rest, outcome);
      if (done > 0) {
        [rest, attempt] = [rest.slice(done), 1];
        continue;
      }
      // A failure during our own shutdown says nothing about the records.
      this.options.stopping.throwIfAborted();
      if (source.halvesFailedBatches && rest.length > 1) {
        const middle = Math.ceil(rest.length / 2);
        await this.process(rest.slice(0, middle), shardId);
        [rest, attempt] = [rest.slice(middle), 1];
        continue;
      }
      const condition = this.conditionToGiveUp(rest, attempt);
      if (condition !== undefined) {
        await this.putAway(rest, { shardId, condition, attempt });
        return;
      }
      await this.pause(attempt);
      attempt += 1;
    }
  }

  private async invoke(records: readonly SourceRecord[]): Promise<Outcome> {
    const { functionArn, invoke } = this.options;
    return await invoke(functionArn, { Records: records.map(({ event }) => event) });
  }

  /** How many records, from the first on, need not be redelivered. */
  private countDone(records: readonly SourceRecord[], outcome: Outcome): number {
    if (!outcome.ok) return 0;
    if (!this.options.source.reportsFailedRecords) return records.length;
    const report = Report.safeParse(JSON.parse(outcome.payload));
    // Lambda treats a null response as success, and one it can't parse as failure of the whole batch.
    if (!report.success) return outcome.payload === 'null' ? records.length : 0;
    const failed = new Set(report.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    if (failed.size === 0) return records.length;
    return Math.max(
      0,
      records.findIndex(({ sequenceNumber }) => failed.has(sequenceNumber)),
    );
  }

  private conditionToGiveUp([first]: readonly SourceRecord[], attempt: number): string | undefined {
    const { retries, maximumAgeSeconds } = this.options.source;
    if (attempt > retries) return 'RetryAttemptsExhausted';
    const isTooOld = first !== undefined && Date.now() - first.arrivedAtMs > maximumAgeSeconds * 1000;
    return isTooOld ? 'MaximumRecordAgeExceeded' : undefined;
  }

  private async pause(attempt: number): Promise<void> {
    const { retryDelaysMs, stopping } = this.options;
    await delay(retryDelaysMs[attempt === 1 ? 0 : 1], undefined, { signal: stopping });
  }

  private async putAway(
    records: readonly SourceRecord[],
    given: { shardId: string; condition: string; attempt: number },
  ): Promise<void> {
    const { source, sendToQueue, print } = this.options;
    if (source.onFailureArn === undefined) {
      print(
        `${source.functionName}: dropped ${records.length} records, as there is no on-failure destination`,
      );
      return;
    }
    await sendToQueue(source.onFailureArn, JSON.stringify(this.letter(records, given)));
    print(`${source.functionName}: sent ${records.length} records to ${source.onFailureArn}`);
  }

  private letter(
    records: readonly SourceRecord[],
    { shardId, condition, attempt }: { shardId: string; condition: string; attempt: number },
  ) {
    const { source, functionArn, letterSection } = this.options;
    return {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        requestId: randomUUID(),
        functionArn,
        condition,
        approximateInvokeCount: attempt,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      [letterSection]: {
        shardId,
        startSequenceNumber: records[0]?.sequenceNumber,
        endSequenceNumber: records.at(-1)?.sequenceNumber,
        approximateArrivalOfFirstRecord: isoTime(records[0]),
        approximateArrivalOfLastRecord: isoTime(records.at(-1)),
        batchSize: records.length,
        streamArn: source.sourceArn,
      },
      // As AWS adds for an S3 destination. Here no stream retains the records, so the letter has to.
      payload: JSON.stringify({ Records: records.map(({ event }) => event) }),
    };
  }
}

function isoTime(record: SourceRecord | undefined): string | undefined {
  return record && new Date(record.arrivedAtMs).toISOString();
}
