import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterRule, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { eventTopics } from '../../functions/contract/events';
import { ORDERS, STOCK } from '../../functions/storage/items/keys';
import { acknowledge } from '../acknowledge';
import { iotArn } from '../iot-arn';
import { BatchSource } from './batch-source';
import type { DeadLetters } from './dead-letters';
import type { TradingTable } from './trading-table';

/** The way of an event: the table's stream, the function that tells what changed, and the topics it tells it on. */
export class EventPublishing extends Construct {
  constructor(
    scope: Construct,
    id: string,
    table: TradingTable,
    publishEvents: LambdaFunction,
    deadLetters: DeadLetters,
  ) {
    super(scope, id);
    const streamArn = table.bindStream(publishEvents);
    new BatchSource(this, 'Changes', {
      streamArn,
      fn: publishEvents,
      deadLetters,
      batchSize: 100,
      // With more, Lambda would keep the order of each item's changes only, and a user has several orders.
      parallelizationFactor: 1,
      filters: [changesOf([STOCK]), changesOf(FilterRule.beginsWith(ORDERS))],
    });

    const topics = [eventTopics.ordersOf('*'), eventTopics.quoteOf('*')];
    publishEvents.addToRolePolicy(
      new PolicyStatement({
        actions: ['iot:Publish'],
        resources: topics.map((topic) => iotArn(`topic/${topic}`)),
      }),
    );
    for (const topic of topics) {
      acknowledge(
        publishEvents.role ?? publishEvents,
        `AwsSolutions-IAM5[Resource::arn:aws:iot:<AWS::Region>:<AWS::AccountId>:topic/${topic}]`,
        'A topic for each user and each stock: the ids in them are known only when there is something to tell.',
      );
    }
  }
}

function changesOf(sortKey: unknown[]): Record<string, unknown> {
  return { dynamodb: { Keys: { SK: { S: sortKey } } } };
}
