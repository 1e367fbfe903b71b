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
  /** The sort keys of the items whose changes are published. */
  of: { exactly: string } | { below: string };
  /** The topic, with `*` for ids that are known only when there is an event. */
  topic: string;
  /** How long changes may accumulate, to be merged into one event. */
  gatherSeconds?: number;
}

/** The path of an event: the table's stream, the function that publishes changes, and the topic it publishes to. */
export class EventPublishing extends Construct {
  constructor(scope: Construct, id: string, props: EventPublishingProps) {
    super(scope, id);
    const { table, fn, deadLetters, of, topic, gatherSeconds = 0 } = props;
    new BatchSource(this, 'Changes', {
      streamArn: table.bindStream(fn),
      fn,
      deadLetters,
      // With a gathering time, large batches: the more changes are merged, the fewer messages are sent.
      batchSize: gatherSeconds > 0 ? 1_000 : 100,
      gatherSeconds,
      // With more, Lambda would only preserve the order per item, and a user has several orders.
      parallelizationFactor: 1,
      filters: [{ dynamodb: { Keys: { SK: { S: sortKeys(of) } } } }],
    });
    fn.addToRolePolicy(
      new PolicyStatement({ actions: ['iot:Publish'], resources: [iotArn(`topic/${topic}`)] }),
    );
    acknowledge(
      fn.role ?? fn,
      `AwsSolutions-IAM5[Resource::arn:aws:iot:<AWS::Region>:<AWS::AccountId>:topic/${topic}]`,
      'One topic per user and per stock: their ids are known only at run time.',
    );
  }
}

function sortKeys(of: EventPublishingProps['of']): unknown[] {
  return 'exactly' in of ? [of.exactly] : FilterRule.beginsWith(of.below);
}
