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
  /** Batches of one shard that are processed side by side. */
  parallelizationFactor: number;
  /** How long records may gather before there is an invocation. */
  gatherSeconds?: number;
  /** A record that none of them matches is not worth an invocation. */
  filters?: Record<string, unknown>[];
}

/**
 * A stream whose records a function takes in batches. What fails blocks what stands behind it, which keeps the
 * order; so it is tried a limited number of times, in ever smaller batches, and then given up to the dead letters.
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
      // From the first record on: what was written while the mapping was being made is part of the story.
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
