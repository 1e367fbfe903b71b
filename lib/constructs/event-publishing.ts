import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterRule, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import { iotArn } from '../iot-arn';
import { BatchSource } from './batch-source';
import type { DeadLetters } from './dead-letters';
import type { TradingTable } from './trading-table';

interface EventPublishingProps {
  table: TradingTable;
  fn: LambdaFunction;
  deadLetters: DeadLetters;
  /** The sort keys of the items whose changes it tells. */
  of: { exactly: string } | { below: string };
  /** Where, with `*` for what is known only when there is something to tell. */
  topic: string;
  /** How long changes may gather, to be told as one. */
  gatherSeconds?: number;
}

/** The path of an event: the table's stream, the function that tells what changed, and the topic it tells it on. */
export class EventPublishing extends Construct {
  constructor(scope: Construct, id: string, props: EventPublishingProps) {
    super(scope, id);
    const { table, fn, deadLetters, of, topic, gatherSeconds = 0 } = props;
    new BatchSource(this, 'Changes', {
      streamArn: table.bindStream(fn),
      fn,
      deadLetters,
      // What gathers has room: the more of them are one, the fewer messages there are.
      batchSize: gatherSeconds > 0 ? 1_000 : 100,
      gatherSeconds,
      // With more, Lambda would keep the order of each item's changes only, and a user has several orders.
      parallelizationFactor: 1,
      filters: [{ dynamodb: { Keys: { SK: { S: sortKeys(of) } } } }],
    });
    fn.addToRolePolicy(
      new PolicyStatement({ actions: ['iot:Publish'], resources: [iotArn(`topic/${topic}`)] }),
    );
    acknowledge(
      fn.role ?? fn,
      `AwsSolutions-IAM5[Resource::arn:aws:iot:<AWS::Region>:<AWS::AccountId>:topic/${topic}]`,
      'A topic for each user and each stock: the ids in them are known only when there is something to tell.',
    );
  }
}

function sortKeys(of: EventPublishingProps['of']): unknown[] {
  return 'exactly' in of ? [of.exactly] : FilterRule.beginsWith(of.below);
}
