import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnTopicRule } from 'aws-cdk-lib/aws-iot';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration';
import { BatchSource } from './batch-source';
import type { DeadLetters } from './dead-letters';
import { ruleRole } from './rule-role';

interface TickStreamProps {
  configuration: Configuration;
  ruleName: string;
  matcher: LambdaFunction;
  deadLetters: DeadLetters;
}

/** A stream between topic and matcher for high tick rates: it preserves the order and allows batches. */
export class KinesisIngest extends Construct {
  /** The topic rule's action. */
  readonly action: CfnTopicRule.ActionProperty;

  constructor(scope: Construct, id: string, props: TickStreamProps) {
    super(scope, id);
    const { configuration, ruleName, matcher, deadLetters } = props;
    const stream = new Stream(this, 'Ticks', {
      ...sizeOf(configuration),
      encryption: StreamEncryption.MANAGED,
      // A dead letter only refers to an abandoned batch, whose records stay available here for a week.
      retentionPeriod: Duration.days(7),
      removalPolicy: configuration.removalPolicy,
    });
    this.action = {
      kinesis: {
        streamName: stream.streamName,
        // The stock, if each has its own topic. The payload may be anything, so it can't provide the key.
        partitionKey: `\${topic()}`,
        roleArn: ruleRole(this, 'PutRole', ruleName, {
          action: 'kinesis:PutRecord',
          resource: stream.streamArn,
        }).roleArn,
      },
    };

    matcher.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'DescribeStream',
          'DescribeStreamSummary',
          'GetRecords',
          'GetShardIterator',
          'ListShards',
        ].map((name) => `kinesis:${name}`),
        resources: [stream.streamArn],
      }),
    );
    new BatchSource(this, 'Batches', {
      streamArn: stream.streamArn,
      fn: matcher,
      deadLetters,
      batchSize: 500,
      // Lambda preserves the order per partition key, even with concurrent batches.
      parallelizationFactor: 4,
    });
  }
}

/** On demand it takes up to 15 minutes to double its capacity; provisioned shards are there from the start. */
function sizeOf({ ingestShards }: Configuration) {
  if (ingestShards === '') return { streamMode: StreamMode.ON_DEMAND };
  return { streamMode: StreamMode.PROVISIONED, shardCount: ingestShards };
}
