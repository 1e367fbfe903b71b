import * as z from 'zod';
import { meaninglessHere, type ResourceReader } from './resource-reader';

const LambdaAction = z
  .strictObject({ Lambda: z.strictObject({ FunctionArn: z.string() }) })
  .transform(({ Lambda }): RuleTarget => ({ kind: 'function', arn: Lambda.FunctionArn }));
const KinesisAction = z
  .strictObject({
    Kinesis: z.strictObject({
      StreamName: z.string(),
      // The one substitution template that is understood here.
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
    // Where a message goes when Lambda can't be reached: here the function is at hand.
    ErrorAction: meaninglessHere,
    Description: meaninglessHere,
  }),
});

/** Where a rule hands messages to: a function, or a stream under the topic of each message. */
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
