import * as z from 'zod';
import { meaninglessHere, type ResourceReader } from './resource-reader';

const LambdaAction = z.strictObject({ Lambda: z.strictObject({ FunctionArn: z.string() }) });
const SqsAction = z.strictObject({
  Sqs: z.strictObject({
    QueueUrl: z.string(),
    UseBase64: z.literal(false).optional(),
    RoleArn: meaninglessHere,
  }),
});

const TopicRule = z.strictObject({
  RuleName: z.string().optional(),
  TopicRulePayload: z.strictObject({
    Sql: z.string(),
    AwsIotSqlVersion: z.literal('2016-03-23'),
    Actions: z.array(LambdaAction),
    ErrorAction: SqsAction.optional(),
    RuleDisabled: z.boolean().default(false),
    Description: meaninglessHere,
  }),
});

export interface TopicRuleDeclaration {
  name: string;
  sql: string;
  functionArns: string[];
  /** Where a message goes that could not be handed to a target at all. */
  errorQueueUrl?: string | undefined;
}

export function readTopicRules(reader: ResourceReader): TopicRuleDeclaration[] {
  return reader
    .take('AWS::IoT::TopicRule', TopicRule)
    .filter(({ properties }) => !properties.TopicRulePayload.RuleDisabled)
    .map(({ id, properties: { TopicRulePayload: rule } }) => ({
      name: reader.nameOf(id),
      sql: rule.Sql,
      functionArns: rule.Actions.map((action) => action.Lambda.FunctionArn),
      errorQueueUrl: rule.ErrorAction?.Sqs.QueueUrl,
    }));
}
