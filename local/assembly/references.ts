// What `Ref` and `Fn::GetAtt` return for a resource. CloudFormation generates random names; here they are derived from
// the stack and the logical id, because data on disk must be found again under the same name.
import { createHash } from 'node:crypto';
import { account, arn, type HostedStack, region } from './aws-environment';
import type { TemplateResource } from './cloud-assembly';

interface Answers {
  ref: string;
  attributes: Record<string, string>;
}

type Answer = (id: string, given: (property: string) => string | undefined, hosted: HostedStack) => Answers;

const answersByType: Record<string, Answer> = {
  'AWS::Lambda::Function': (id, given, { stackName }) => {
    const name = given('FunctionName') ?? `${stackName}-${id}`;
    return { ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } };
  },
  'AWS::DynamoDB::Table': (id, given, { stackName }) => {
    const name = given('TableName') ?? `${stackName}-${id}`;
    const tableArn = arn('dynamodb', `table/${name}`);
    return { ref: name, attributes: { Arn: tableArn, StreamArn: `${tableArn}/stream/local` } };
  },
  'AWS::Kinesis::Stream': (id, given, { stackName }) => {
    const name = given('Name') ?? `${stackName}-${id}`;
    return { ref: name, attributes: { Arn: arn('kinesis', `stream/${name}`) } };
  },
  'AWS::SQS::Queue': (id, given, { stackName, awsEndpoint }) => {
    const name = given('QueueName') ?? `${stackName}-${id}`;
    return {
      ref: `${awsEndpoint}/${account}/${name}`,
      attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: `${awsEndpoint}/${account}/${name}` },
    };
  },
  'AWS::Cognito::UserPool': (id, _given, { stackName }) => {
    const poolId = `${region}_${shortHash(stackName, id).slice(0, 9)}`;
    const provider = `cognito-idp.${region}.amazonaws.com/${poolId}`;
    return {
      ref: poolId,
      attributes: {
        Arn: arn('cognito-idp', `userpool/${poolId}`),
        UserPoolId: poolId,
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
      },
    };
  },
  'AWS::Cognito::UserPoolClient': (id, _given, { stackName }) => {
    const clientId = shortHash(stackName, id).slice(0, 26);
    return { ref: clientId, attributes: { ClientId: clientId } };
  },
  'AWS::ApiGatewayV2::Api': (id, _given, { stackName }) => {
    const apiId = shortHash(stackName, id).slice(0, 10);
    return { ref: apiId, attributes: { ApiId: apiId } };
  },
  'AWS::ApiGatewayV2::Authorizer': byLogicalId,
  'AWS::ApiGatewayV2::Integration': byLogicalId,
  'AWS::ApiGatewayV2::Route': byLogicalId,
  // Roles grant nothing here: only their names are passed around.
  'AWS::IAM::Role': (id) => ({ ref: id, attributes: { Arn: `arn:aws:iam::${account}:role/${id}` } }),
  'AWS::Logs::LogGroup': (id, given) => {
    const name = given('LogGroupName') ?? id;
    return { ref: name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } };
  },
  'AWS::Events::Rule': (id, given) => ({
    ref: given('Name') ?? id,
    attributes: { Arn: arn('events', `rule/${given('Name') ?? id}`) },
  }),
  'AWS::IoT::TopicRule': (id, given) => ({
    ref: given('RuleName') ?? id,
    attributes: { Arn: arn('iot', `rule/${given('RuleName') ?? id}`) },
  }),
};

/** Undefined if the host doesn't know what references to this resource type return. */
export function answersOf(id: string, resource: TemplateResource, hosted: HostedStack): Answers | undefined {
  const given = (property: string) => {
    const value = resource.Properties[property];
    return typeof value === 'string' ? value : undefined;
  };
  return answersByType[resource.Type]?.(id, given, hosted);
}

function byLogicalId(id: string): Answers {
  return { ref: id, attributes: {} };
}

function shortHash(...parts: string[]): string {
  return BigInt(`0x${createHash('sha256').update(parts.join('\n')).digest('hex')}`).toString(36);
}
