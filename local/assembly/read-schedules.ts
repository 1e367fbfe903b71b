import * as z from 'zod';
import { meaninglessHere, type ResourceReader } from './resource-reader';

const Rule = z.strictObject({
  Name: z.string().optional(),
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(
    z.strictObject({
      Arn: z.string(),
      Id: z.string(),
      Input: z.string().optional(),
      // How long EventBridge tries to reach Lambda; here the function is always reachable.
      RetryPolicy: meaninglessHere,
    }),
  ),
  Description: meaninglessHere,
});

export interface ScheduleDeclaration {
  name: string;
  expression: string;
  targets: { functionArn: string; input?: string | undefined }[];
}

export function readSchedules(reader: ResourceReader): ScheduleDeclaration[] {
  return reader
    .take('AWS::Events::Rule', Rule)
    .filter(({ properties }) => properties.State === 'ENABLED')
    .map(({ id, properties }) => ({
      name: properties.Name ?? id,
      expression: properties.ScheduleExpression,
      targets: properties.Targets.map(({ Arn, Input }) => ({ functionArn: Arn, input: Input })),
    }));
}
