import * as z from 'zod';
import { NotSupported } from './not-supported';
import { meaninglessHere, type ResourceReader } from './resource-reader';

const LambdaFunction = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.strictObject({ S3Bucket: meaninglessHere, S3Key: z.string() }),
  Handler: z.string().regex(/^[\w./-]+\.\w+$/),
  Runtime: z.string().startsWith('nodejs'),
  Environment: z
    .strictObject({ Variables: z.record(z.string(), z.coerce.string()) })
    .default({ Variables: {} }),
  // Lambda's defaults.
  MemorySize: z.number().default(128),
  Timeout: z.number().default(3),
  ReservedConcurrentExecutions: z.number().int().positive().optional(),
  Description: meaninglessHere,
  Architectures: meaninglessHere,
  LoggingConfig: meaninglessHere,
  Role: meaninglessHere,
  Tags: meaninglessHere,
  TracingConfig: meaninglessHere,
});

const EventInvokeConfig = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.number().int().min(0).max(2).default(2),
  MaximumEventAgeInSeconds: z.number().default(21_600),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
    .default({}),
});

export interface FunctionDeclaration {
  name: string;
  arn: string;
  folder: string;
  handler: string;
  environment: Record<string, string>;
  memoryMegabytes: number;
  timeoutSeconds: number;
  /** The maximum concurrency, if the template reserves one. */
  reservedConcurrency?: number | undefined;
  asynchronous: AsynchronousInvocation;
}

/** How Lambda treats an asynchronous invocation. */
export interface AsynchronousInvocation {
  retries: number;
  maximumAgeSeconds: number;
  onFailureArn?: string | undefined;
}

const unconfigured: AsynchronousInvocation = { retries: 2, maximumAgeSeconds: 21_600 };

export function readFunctions(reader: ResourceReader): FunctionDeclaration[] {
  const invokeConfigs = new Map(
    reader.take('AWS::Lambda::EventInvokeConfig', EventInvokeConfig).map(({ properties }) => [
      properties.FunctionName,
      {
        retries: properties.MaximumRetryAttempts,
        maximumAgeSeconds: properties.MaximumEventAgeInSeconds,
        onFailureArn: properties.DestinationConfig.OnFailure?.Destination,
      },
    ]),
  );
  return reader.take('AWS::Lambda::Function', LambdaFunction).map(({ id, properties }) => {
    const name = reader.nameOf(id);
    const folder = reader.assembly.assetFolders.get(properties.Code.S3Key);
    if (folder === undefined)
      throw new NotSupported(`${id}: no asset of the assembly is ${properties.Code.S3Key}.`);
    return {
      name,
      arn: reader.arnOf(id),
      folder,
      handler: properties.Handler,
      environment: properties.Environment.Variables,
      memoryMegabytes: properties.MemorySize,
      timeoutSeconds: properties.Timeout,
      reservedConcurrency: properties.ReservedConcurrentExecutions,
      asynchronous: invokeConfigs.get(name) ?? unconfigured,
    };
  });
}
