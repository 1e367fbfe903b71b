import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { RouteName } from '../../functions/contract/routes';
import { acknowledge } from '../acknowledge';
import type { Configuration } from '../configuration';
import { iotArn, topicOf, topicsOf } from '../iot-arn';
import type { DeadLetters } from './dead-letters';

interface OperationsProps {
  configuration: Configuration;
  handlers: Record<RouteName, LambdaFunction>;
  deadLetters: DeadLetters;
  audit: LambdaFunction;
}

/** What administrators do over the API: view the feed and its dead letters, start the audit, publish a made-up tick. */
export class Operations extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { configuration, handlers, deadLetters, audit }: OperationsProps,
  ) {
    super(scope, id);
    const { ticksTopic, publishTicks } = configuration;
    deadLetters.bindLook(handlers['get-feed']);
    deadLetters.bindLook(handlers['list-dead-letters']);
    deadLetters.bindWork(handlers['redrive-dead-letters']);
    deadLetters.bindWork(handlers['discard-dead-letters']);
    this.letPublish(handlers['redrive-dead-letters'], ticksTopic);
    if (publishTicks) {
      handlers['publish-tick'].addEnvironment('PUBLISH_TOPIC', topicOf(ticksTopic));
      this.letPublish(handlers['publish-tick'], ticksTopic);
    }
    handlers['run-audit'].addEnvironment('AUDIT_FUNCTION', audit.functionName);
    const statement = { actions: ['lambda:InvokeFunction'], resources: [audit.functionArn] };
    handlers['run-audit'].addToRolePolicy(new PolicyStatement(statement));
  }

  private letPublish(fn: LambdaFunction, ticksTopic: string): void {
    const topics = topicsOf(ticksTopic);
    const resources = topics.map((topic) => iotArn(`topic/${topic}`));
    fn.addToRolePolicy(new PolicyStatement({ actions: ['iot:Publish'], resources }));
    for (const topic of topics.filter((each) => each.includes('*'))) {
      acknowledge(
        fn.role ?? fn,
        `AwsSolutions-IAM5[Resource::arn:aws:iot:<AWS::Region>:<AWS::AccountId>:topic/${topic}]`,
        'Tick publishers have their own topics below this one.',
      );
    }
  }
}
