import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import type { Configuration } from '../configuration';

/** The queue for everything that could not be processed, with the reason, until a person looks at it. */
export class DeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName: `trading-${configuration.stage}-dead-letters`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest that SQS allows.
      retentionPeriod: Duration.days(14),
      removalPolicy: configuration.removalPolicy,
    });
    acknowledge(this.queue, 'AwsSolutions-SQS3', 'This is itself the dead-letter queue.');
  }

  /** Sets the queue's URL in a function's environment and lets it send messages, in one call. */
  bind(fn: LambdaFunction): void {
    fn.addEnvironment('DEAD_LETTER_QUEUE_URL', this.queue.queueUrl);
    this.takeFailuresOf(fn);
  }

  /** Lets Lambda, which uses the function's role here, send the events that the function fails on to the queue. */
  takeFailuresOf(fn: LambdaFunction): void {
    fn.addToRolePolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }),
    );
  }

  /** Sets the queue's URL in a function's environment and lets it read messages. */
  bindLook(fn: LambdaFunction): void {
    fn.addEnvironment('DEAD_LETTER_QUEUE_URL', this.queue.queueUrl);
    this.allow(fn, 'GetQueueAttributes', 'ReceiveMessage', 'ChangeMessageVisibility');
  }

  /** Lets a function read messages and also delete them. */
  bindWork(fn: LambdaFunction): void {
    this.bindLook(fn);
    this.allow(fn, 'DeleteMessage');
  }

  private allow(fn: LambdaFunction, ...actions: string[]): void {
    const statement = { actions: actions.map((action) => `sqs:${action}`), resources: [this.queue.queueArn] };
    fn.addToRolePolicy(new PolicyStatement(statement));
  }
}
