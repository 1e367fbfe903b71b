import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetTopicRuleCommand, IoTClient } from '@aws-sdk/client-iot';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Deployment, SdkConfiguration } from './deployment';

/** Which parts of a stack still exist. For the others, the services return an error. */
export async function leftovers({ sdk, stage, outputs }: Deployment): Promise<string[]> {
  const parts: Record<string, () => Promise<unknown>> = {
    table: () => new DynamoDBClient(sdk).send(new DescribeTableCommand({ TableName: outputs.TableName })),
    'user pool': () =>
      new CognitoIdentityProviderClient(sdk).send(
        new DescribeUserPoolCommand({ UserPoolId: outputs.UserPoolId }),
      ),
    queue: () => findQueue(sdk, stage),
    matcher: () =>
      new LambdaClient(sdk).send(new GetFunctionCommand({ FunctionName: `trading-${stage}-match-ticks` })),
    'topic rule': () =>
      new IoTClient(sdk).send(new GetTopicRuleCommand({ ruleName: `trading_${stage}_ticks` })),
  };
  const found = await Promise.all(
    Object.entries(parts).map(async ([name, find]) => ((await isThere(find)) ? name : undefined)),
  );
  return found.filter((name) => name !== undefined);
}

/** Whether this stage is already deployed, in which case it must be neither written to nor destroyed. */
export function isDeployed(sdk: SdkConfiguration, stage: string): Promise<boolean> {
  return isThere(() => findQueue(sdk, stage));
}

function findQueue(sdk: SdkConfiguration, stage: string): Promise<unknown> {
  return new SQSClient(sdk).send(new GetQueueUrlCommand({ QueueName: `trading-${stage}-dead-letters` }));
}

// For a rule that doesn't exist IoT responds "unauthorized", so that names can't be guessed.
const ABSENT = /NotFound|NonExistent|DoesNotExist|^UnauthorizedException$/;

async function isThere(find: () => Promise<unknown>): Promise<boolean> {
  try {
    await find();
    return true;
  } catch (error) {
    if (error instanceof Error && ABSENT.test(error.name)) return false;
    throw error;
  }
}
