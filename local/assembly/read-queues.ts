import * as z from 'zod';
import { meaninglessHere, type ResourceReader } from './resource-reader';

// SQS's defaults.
const Queue = z.strictObject({
  QueueName: z
    .string()
    .regex(/^[\w-]+$/, 'a standard queue')
    .optional(),
  VisibilityTimeout: z.number().default(30),
  MessageRetentionPeriod: z.number().default(345_600),
  SqsManagedSseEnabled: meaninglessHere,
  KmsMasterKeyId: meaninglessHere,
  Tags: meaninglessHere,
});

export interface QueueDeclaration {
  name: string;
  url: string;
  arn: string;
  visibilitySeconds: number;
  retentionSeconds: number;
}

export function readQueues(reader: ResourceReader): QueueDeclaration[] {
  return reader.take('AWS::SQS::Queue', Queue).map(({ id, properties }) => {
    const url = reader.nameOf(id);
    return {
      name: url.slice(url.lastIndexOf('/') + 1),
      url,
      arn: reader.arnOf(id),
      visibilitySeconds: properties.VisibilityTimeout,
      retentionSeconds: properties.MessageRetentionPeriod,
    };
  });
}
