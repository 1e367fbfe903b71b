import * as z from 'zod';
import { meaninglessHere, type ResourceReader } from './resource-reader';

/** The number of shards that AWS gives a new on-demand stream. */
const SHARDS_ON_DEMAND = 4;

const Stream = z.strictObject({
  Name: z.string().optional(),
  ShardCount: z.number().int().positive().default(SHARDS_ON_DEMAND),
  StreamModeDetails: z.strictObject({ StreamMode: z.enum(['ON_DEMAND', 'PROVISIONED']) }).optional(),
  // A publisher's message is acknowledged only once it is processed, so nothing needs to be retained here.
  RetentionPeriodHours: meaninglessHere,
  StreamEncryption: meaninglessHere,
  Tags: meaninglessHere,
});

export interface StreamResource {
  name: string;
  arn: string;
  shards: number;
}

export function readStreams(reader: ResourceReader): StreamResource[] {
  return reader.take('AWS::Kinesis::Stream', Stream).map(({ id, properties }) => ({
    name: reader.nameOf(id),
    arn: reader.arnOf(id),
    shards: properties.ShardCount,
  }));
}
