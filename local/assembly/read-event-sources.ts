import * as z from 'zod';
import { meaninglessHere, type ResourceReader } from './resource-reader';

// Lambda's default for streams, where -1 means no limit.
const UNLIMITED = -1;

const Filter = z.strictObject({ Pattern: z.string().transform((text): unknown => JSON.parse(text)) });

const Mapping = z.strictObject({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  BatchSize: z.number().int().positive().default(100),
  StartingPosition: z.literal('TRIM_HORIZON'),
  BisectBatchOnFunctionError: z.boolean().default(false),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  MaximumRetryAttempts: z.number().int().default(UNLIMITED),
  MaximumRecordAgeInSeconds: z.number().int().default(UNLIMITED),
  MaximumBatchingWindowInSeconds: z.number().int().min(0).max(300).default(0),
  ParallelizationFactor: z.number().int().min(1).max(10).default(1),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
    .default({}),
  FilterCriteria: z.strictObject({ Filters: z.array(Filter) }).default({ Filters: [] }),
  Tags: meaninglessHere,
});

/** A stream whose records a function takes in batches. */
export interface EventSourceDeclaration {
  /** Stable across starts: checkpoints are stored under it. */
  id: string;
  functionName: string;
  sourceArn: string;
  batchSize: number;
  halvesFailedBatches: boolean;
  reportsFailedRecords: boolean;
  /** Infinity if the template sets no limit. */
  retries: number;
  maximumAgeSeconds: number;
  batchesPerShard: number;
  /** How long records may gather before the function is called. */
  gatherSeconds: number;
  onFailureArn?: string | undefined;
  /** A record is taken if any filter matches it, or if there are no filters. */
  filters: unknown[];
}

export function readEventSources(reader: ResourceReader): EventSourceDeclaration[] {
  return reader.take('AWS::Lambda::EventSourceMapping', Mapping).map(({ id, properties }) => ({
    id,
    functionName: properties.FunctionName,
    sourceArn: properties.EventSourceArn,
    batchSize: properties.BatchSize,
    halvesFailedBatches: properties.BisectBatchOnFunctionError,
    reportsFailedRecords: properties.FunctionResponseTypes.length > 0,
    retries: limit(properties.MaximumRetryAttempts),
    maximumAgeSeconds: limit(properties.MaximumRecordAgeInSeconds),
    batchesPerShard: properties.ParallelizationFactor,
    gatherSeconds: properties.MaximumBatchingWindowInSeconds,
    onFailureArn: properties.DestinationConfig.OnFailure?.Destination,
    filters: properties.FilterCriteria.Filters.map(({ Pattern }) => Pattern),
  }));
}

function limit(value: number): number {
  return value === UNLIMITED ? Number.POSITIVE_INFINITY : value;
}
