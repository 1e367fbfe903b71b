import * as z from 'zod';
import { meaninglessHere, type ResourceReader } from './resource-reader';

const LambdaAction = z
  .strictObject({ Lambda: z.strictObject({ FunctionArn: z.string() }) })
  .transform(({ Lambda }): RuleTarget => ({ kind: 'function', arn: Lambda.FunctionArn }));
const KinesisAction = z
  .strictObject({
    Kinesis: z.strictObject({
      StreamName: z.string(),
      // The only substitution template supported here.
      PartitionKey: z.literal(`\${topic()}`),
      RoleArn: meaninglessHere,
    }),
  })
  .transform(({ Kinesis }): RuleTarget => ({ kind: 'stream', name: Kinesis.StreamName }));

const TopicRule = z.strictObject({
  RuleName: z.string().optional(),
  TopicRulePayload: z.strictObject({
    Sql: z.string(),
    AwsIotSqlVersion: z.literal('2016-03-23'),
    Actions: z.array(z.union([LambdaAction, KinesisAction])),
    RuleDisabled: z.boolean().default(false),
    // Where a message goes if Lambda can't be reached; here the function is always reachable.
    ErrorAction: meaninglessHere,
    Description: meaninglessHere,
  }),
});

/** Where a rule sends messages: to a function, or to a stream with the topic as partition key. */
export type RuleTarget = { kind: 'function'; arn: string } | { kind: 'stream'; name: string };

export interface TopicRuleDeclaration {
  name: string;
  sql: string;
  targets: RuleTarget[];
}

export function readTopicRules(reader: ResourceReader): TopicRuleDeclaration[] {
  return reader
    .take('AWS::IoT::TopicRule', TopicRule)
    .filter(({ properties }) => !properties.TopicRulePayload.RuleDisabled)
    .map(({ id, properties: { TopicRulePayload: rule } }) => ({
      name: reader.nameOf(id),
      sql: rule.Sql,
      targets: rule.Actions,
    }));
}
