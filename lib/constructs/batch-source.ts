import { Duration } from 'aws-cdk-lib';
import {
  EventSourceMapping,
  FilterCriteria,
  type Function as LambdaFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DeadLetters } from './dead-letters';

interface BatchSourceProps {
  streamArn: string;
  fn: LambdaFunction;
  deadLetters: DeadLetters;
  batchSize: number;
  /** Batches of one shard that are processed in parallel. */
  parallelizationFactor: number;
  /** How long records may accumulate before an invocation. */
  gatherSeconds?: number;
  /** A record that matches none of them is skipped without an invocation. */
  filters?: Record<string, unknown>[];
}

/**
 * A stream whose records a function takes in batches. A failing record blocks those behind it, which preserves the
 * order; so it is retried a limited number of times, in ever smaller batches, and then dead-lettered.
 */
export class BatchSource extends Construct {
  constructor(scope: Construct, id: string, props: BatchSourceProps) {
    super(scope, id);
    const {
      streamArn,
      fn,
      deadLetters,
      batchSize,
      parallelizationFactor,
      gatherSeconds = 0,
      filters,
    } = props;
    deadLetters.takeFailuresOf(fn);
    new EventSourceMapping(this, 'Mapping', {
      target: fn,
      eventSourceArn: streamArn,
      // From the first record on, to include what was written while the mapping was being created.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      parallelizationFactor,
      ...(gatherSeconds > 0 && { maxBatchingWindow: Duration.seconds(gatherSeconds) }),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(6),
      onFailure: { bind: () => ({ destination: deadLetters.queue.queueArn }) },
      ...(filters && { filters: filters.map((filter) => FilterCriteria.filter(filter)) }),
    });
  }
}
