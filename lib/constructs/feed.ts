import { Aws, Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPolicy, CfnTopicRule } from 'aws-cdk-lib/aws-iot';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration';
import type { DeadLetters } from './dead-letters';

/** The way of a tick: an MQTT topic, the rule that hands each message to the matcher, and what stops on the way. */
export class Feed extends Construct {
  constructor(
    scope: Construct,
    id: string,
    configuration: Configuration,
    matcher: LambdaFunction,
    deadLetters: DeadLetters,
  ) {
    super(scope, id);
    const { stage, ticksTopic } = configuration;

    // Base64 carries a payload that is not JSON to the matcher, which can then say in the dead-letter queue what
    // is wrong with it; `SELECT *` would drop it inside IoT Core, where nobody looks.
    const rule = new CfnTopicRule(this, 'Rule', {
      ruleName: `trading_${stage}_ticks`,
      topicRulePayload: {
        description: 'Hands every message of the ticks topic to the matcher.',
        awsIotSqlVersion: '2016-03-23',
        sql: `SELECT encode(*, 'base64') AS payload, topic() AS topic, timestamp() AS received_at_ms, clientid() AS client_id FROM '${ticksTopic}'`,
        actions: [{ lambda: { functionArn: matcher.functionArn } }],
        errorAction: {
          sqs: {
            queueUrl: deadLetters.queue.queueUrl,
            roleArn: this.ruleErrorRole(stage, deadLetters).roleArn,
            useBase64: false,
          },
        },
      },
    });
    // The account goes with the ARN, so that a rule of the same name elsewhere can never invoke the matcher.
    matcher.addPermission('TopicRule', {
      principal: new ServicePrincipal('iot.amazonaws.com'),
      sourceArn: rule.attrArn,
      sourceAccount: Aws.ACCOUNT_ID,
    });

    // Rules invoke asynchronously: Lambda keeps the message, tries three times in all, then gives it up to the queue.
    matcher.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: { bind: () => ({ destination: deadLetters.queue.queueArn }) },
    });

    this.publisherPolicy(stage, ticksTopic);
  }

  private ruleErrorRole(stage: string, deadLetters: DeadLetters): Role {
    const role = new Role(this, 'RuleErrorRole', {
      assumedBy: new ServicePrincipal('iot.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnEquals: { 'aws:SourceArn': iotArn(`rule/trading_${stage}_ticks`) },
        },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queue.queueArn] }),
    );
    return role;
  }

  // What the certificate of a publisher may do: connect under the name of its own thing, and publish ticks.
  private publisherPolicy(stage: string, ticksTopic: string): void {
    const clientName = `\${iot:Connection.Thing.ThingName}`;
    new CfnPolicy(this, 'PublisherPolicy', {
      policyName: `trading-${stage}-publisher`,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'iot:Connect', Resource: iotArn(`client/${clientName}`) },
          { Effect: 'Allow', Action: 'iot:Publish', Resource: publishableTopics(ticksTopic).map(topicArn) },
        ],
      },
    });
  }
}

// A filter `a/#` matches `a` itself and everything below it; the wildcard of a policy spans levels, as `#` does.
function publishableTopics(filter: string): string[] {
  const wildcarded = filter.replaceAll('+', '*');
  if (!wildcarded.endsWith('/#')) return [wildcarded];
  const parent = wildcarded.slice(0, -'/#'.length);
  return [parent, `${parent}/*`];
}

const topicArn = (topic: string) => iotArn(`topic/${topic}`);
const iotArn = (resource: string) => `arn:aws:iot:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
