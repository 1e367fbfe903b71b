import * as z from 'zod';
import { meaninglessHere, type ResourceReader } from './resource-reader';

const KeySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const Projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).optional(),
});

// The table's initial and maximum throughput: here it is as fast as the disk.
const Throughput = { WarmThroughput: meaninglessHere, OnDemandThroughput: meaninglessHere };

const Table = z.strictObject({
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema,
  GlobalSecondaryIndexes: z
    .array(
      z
        .strictObject({ IndexName: z.string(), KeySchema, Projection, ...Throughput })
        .transform(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
    )
    .default([]),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY']) })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
  // Backups, encryption at rest and deletion protection are up to the disk and its owner here.
  PointInTimeRecoverySpecification: meaninglessHere,
  DeletionProtectionEnabled: meaninglessHere,
  SSESpecification: meaninglessHere,
  ContributorInsightsSpecification: meaninglessHere,
  TableClass: meaninglessHere,
  ...Throughput,
  Tags: meaninglessHere,
});

export interface TableDeclaration extends Omit<z.infer<typeof Table>, 'TableName'> {
  name: string;
  /** Set if the template declares a stream for the table. */
  streamArn?: string | undefined;
}

export function readTables(reader: ResourceReader): TableDeclaration[] {
  return reader.take('AWS::DynamoDB::Table', Table).map(({ id, properties }) => ({
    ...properties,
    name: reader.nameOf(id),
    streamArn: properties.StreamSpecification && reader.attributeOf(id, 'StreamArn'),
  }));
}
