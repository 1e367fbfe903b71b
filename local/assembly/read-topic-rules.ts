import * as z from 'zod';
import { meaninglessHere, type ResourceReader } from './resource-reader';

const LambdaAction = z.strictObject({ Lambda: z.strictObject({ FunctionArn: z.string() }) });
const TopicRule = z.strictObject({
  RuleName: z.string().optional(),
  TopicRulePayload: z.strictObject({
    Sql: z.string(),
    AwsIotSqlVersion: z.literal('2016-03-23'),
    Actions: z.array(LambdaAction),
    RuleDisabled: z.boolean().default(false),
    // Where a message goes when Lambda can't be reached: here the function is at hand.
    ErrorAction: meaninglessHere,
    Description: meaninglessHere,
  }),
});

export interface TopicRuleDeclaration {
  name: string;
  sql: string;
  functionArns: string[];
}

export function readTopicRules(reader: ResourceReader): TopicRuleDeclaration[] {
  return reader
    .take('AWS::IoT::TopicRule', TopicRule)
    .filter(({ properties }) => !properties.TopicRulePayload.RuleDisabled)
    .map(({ id, properties: { TopicRulePayload: rule } }) => ({
      name: reader.nameOf(id),
      sql: rule.Sql,
      functionArns: rule.Actions.map((action) => action.Lambda.FunctionArn),
    }));
}
