import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import type { Configuration } from '../configuration';

/** The one place for what could not be processed, with the reason, until a person looks at it. */
export class DeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName: `trading-${configuration.stage}-dead-letters`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest SQS allows: somebody has two weeks to look.
      retentionPeriod: Duration.days(14),
      removalPolicy: configuration.removalPolicy,
    });
    acknowledge(this.queue, 'AwsSolutions-SQS3', 'This is the dead-letter queue; nothing stands behind it.');
  }

  /** Tells a function where the queue is and lets it put messages there, in one call. */
  bind(fn: LambdaFunction): void {
    fn.addEnvironment('DEAD_LETTER_QUEUE_URL', this.queue.queueUrl);
    this.takeFailuresOf(fn);
  }

  /** Lets Lambda, which acts as the function here, put what the function fails on into the queue. */
  takeFailuresOf(fn: LambdaFunction): void {
    fn.addToRolePolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }),
    );
  }

  /** Tells a function where the queue is and lets it look into it. */
  bindLook(fn: LambdaFunction): void {
    fn.addEnvironment('DEAD_LETTER_QUEUE_URL', this.queue.queueUrl);
    this.allow(fn, 'GetQueueAttributes', 'ReceiveMessage', 'ChangeMessageVisibility');
  }

  /** Lets a function also delete what it has looked at. */
  bindWork(fn: LambdaFunction): void {
    this.bindLook(fn);
    this.allow(fn, 'DeleteMessage');
  }

  private allow(fn: LambdaFunction, ...actions: string[]): void {
    const statement = { actions: actions.map((action) => `sqs:${action}`), resources: [this.queue.queueArn] };
    fn.addToRolePolicy(new PolicyStatement(statement));
  }
}
