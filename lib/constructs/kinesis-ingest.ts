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

/** Between the topic and the matcher where there are many ticks: it keeps their order and makes batches of them. */
export class KinesisIngest extends Construct {
  /** What the topic rule does with a message. */
  readonly action: CfnTopicRule.ActionProperty;

  constructor(scope: Construct, id: string, props: TickStreamProps) {
    super(scope, id);
    const { configuration, ruleName, matcher, deadLetters } = props;
    const stream = new Stream(this, 'Ticks', {
      ...sizeOf(configuration),
      encryption: StreamEncryption.MANAGED,
      // A batch that was given up is named in the dead letters and lies here: somebody has a week to fetch it.
      retentionPeriod: Duration.days(7),
      removalPolicy: configuration.removalPolicy,
    });
    this.action = {
      kinesis: {
        streamName: stream.streamName,
        // The stock, where each has a topic of its own. The payload may be anything and can't be asked.
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
      // Lambda keeps the order of each partition key, whatever runs beside it.
      parallelizationFactor: 4,
    });
  }
}

/** On demand it doubles what it has seen within a quarter of an hour; shards of one's own are there from the start. */
function sizeOf({ ingestShards }: Configuration) {
  if (ingestShards === '') return { streamMode: StreamMode.ON_DEMAND };
  return { streamMode: StreamMode.PROVISIONED, shardCount: ingestShards };
}
