import { Aws, Duration } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPolicy, CfnTopicRule } from 'aws-cdk-lib/aws-iot';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration';
import { iotArn, topicsOf } from '../iot-arn';
import type { DeadLetters } from './dead-letters';
import { KinesisIngest } from './kinesis-ingest';
import { ruleRole } from './rule-role';

/** The path of a tick: an MQTT topic, the rule that passes each message to the matcher, and the queue for failures. */
export class Feed extends Construct {
  readonly ruleName: string;

  constructor(
    scope: Construct,
    id: string,
    configuration: Configuration,
    matcher: LambdaFunction,
    deadLetters: DeadLetters,
  ) {
    super(scope, id);
    const { stage, ticksTopic, ingest } = configuration;
    const ruleName = `trading_${stage}_ticks`;
    this.ruleName = ruleName;
    const action =
      ingest === 'kinesis'
        ? new KinesisIngest(this, 'Stream', { configuration, ruleName, matcher, deadLetters }).action
        : { lambda: { functionArn: matcher.functionArn } };

    // Base64 gets even a payload that isn't JSON to the matcher, which can then dead-letter it with the reason;
    // `SELECT *` would silently drop it inside IoT Core.
    const rule = new CfnTopicRule(this, 'Rule', {
      ruleName,
      topicRulePayload: {
        description: 'Passes every message on the ticks topic to the matcher.',
        awsIotSqlVersion: '2016-03-23',
        sql: `SELECT encode(*, 'base64') AS payload, topic() AS topic, timestamp() AS received_at_ms, clientid() AS client_id FROM '${ticksTopic}'`,
        actions: [action],
        errorAction: {
          sqs: {
            queueUrl: deadLetters.queue.queueUrl,
            roleArn: ruleRole(this, 'RuleErrorRole', ruleName, {
              action: 'sqs:SendMessage',
              resource: deadLetters.queue.queueArn,
            }).roleArn,
            useBase64: false,
          },
        },
      },
    });
    if (ingest === 'direct') this.letInvoke(rule, matcher, deadLetters);
    this.publisherPolicy(stage, ticksTopic, ruleName);
  }

  private letInvoke(rule: CfnTopicRule, matcher: LambdaFunction, deadLetters: DeadLetters): void {
    // The account is checked too, so a rule of the same name in another account can never invoke the matcher.
    matcher.addPermission('TopicRule', {
      principal: new ServicePrincipal('iot.amazonaws.com'),
      sourceArn: rule.attrArn,
      sourceAccount: Aws.ACCOUNT_ID,
    });

    // Rules invoke asynchronously: Lambda queues the message, tries it three times in total, then dead-letters it.
    matcher.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: { bind: () => ({ destination: deadLetters.queue.queueArn }) },
    });
  }

  // A publisher's certificate may connect under the name of its own thing, and publish ticks.
  private publisherPolicy(stage: string, ticksTopic: string, ruleName: string): void {
    const topics = topicsOf(ticksTopic);
    // Basic Ingest goes straight to the rule and avoids the broker's messaging cost; nobody can subscribe to it.
    const basicIngest = (topic: string) => `$aws/rules/${ruleName}/${topic}`;
    const clientName = `\${iot:Connection.Thing.ThingName}`;
    new CfnPolicy(this, 'PublisherPolicy', {
      policyName: `trading-${stage}-publisher`,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'iot:Connect', Resource: iotArn(`client/${clientName}`) },
          {
            Effect: 'Allow',
            Action: 'iot:Publish',
            Resource: [...topics, ...topics.map(basicIngest)].map((topic) => iotArn(`topic/${topic}`)),
          },
        ],
      },
    });
  }
}
