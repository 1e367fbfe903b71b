import { randomUUID } from 'node:crypto';
import {
  CreateAuthorizerCommand,
  DeleteAuthorizerCommand,
  DescribeEndpointCommand,
  IoTClient,
  UpdateAuthorizerCommand,
} from '@aws-sdk/client-iot';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import mqtt from 'mqtt';
import { eventually } from '../../../testing/eventually';
import type { Deployment } from './deployment';
import { overHttp } from './publishers';

/** The ways in which a deployment is asked. */
export interface Probes {
  /** Of an administrator. */
  readonly token: string;
  /** Where the topic rule takes ticks without the broker. */
  readonly ruleTopic: string;
  /** Follows no redirect. */
  request(method: string, path: string, token: string | undefined): Promise<{ status: number }>;
  /** @returns the error of the function, if it threw one */
  invoke(job: string): Promise<string | undefined>;
  /** Publishes a tick of a new stock. @returns whether the stock was there within a minute */
  publishAndAwait(topic: string): Promise<boolean>;
  /** @returns why the connection was refused, if it was */
  connectAsBrowser(): Promise<string | undefined>;
  /** Makes the next call of the function a cold start. */
  cool(name: string): Promise<void>;
  clockMs(): number;
}

export function probesOf(
  deployment: Deployment,
  { token, userId }: { token: string; userId: string },
): Probes {
  const { apiUrl, stage, sdk, outputs } = deployment;
  const lambda = new LambdaClient(sdk);
  const request: Probes['request'] = async (method, path, bearer) => {
    const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    return await fetch(`${apiUrl}${path}`, { method, headers, redirect: 'manual' });
  };
  return {
    token,
    request,
    ruleTopic: `$aws/rules/trading_${stage}_ticks/${outputs.TicksTopic.replace(/#$/, 'test').replaceAll('+', 'test')}`,
    async invoke(job) {
      const call = new InvokeCommand({ FunctionName: `trading-${stage}-${job}`, Payload: Buffer.from('{}') });
      const { FunctionError, Payload } = await lambda.send(call);
      return FunctionError === undefined ? undefined : `${FunctionError}: ${Payload?.transformToString()}`;
    },
    async publishAndAwait(topic) {
      const stockId = randomUUID();
      const tick = { stock_id: stockId, name: 'CIB', price: 10, availability: 0 };
      const publish = await overHttp(sdk);
      await publish(topic, JSON.stringify({ ...tick, timestamp: new Date().toISOString() }));
      const found = eventually('the stock', async () => {
        const { status } = await request('GET', `/stocks/${stockId}`, token);
        return status === 200 ? true : undefined;
      });
      return await found.catch(() => false);
    },
    connectAsBrowser: () => connectAsBrowser(deployment, token, userId),
    async cool(name) {
      const FunctionName = `trading-${stage}-${name}`;
      const { Description = '' } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      // Any change replaces what is warm.
      for (const text of [`${Description} `, Description]) {
        await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: text }));
        await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60 }, { FunctionName });
      }
    },
    clockMs: () => performance.now(),
  };
}

/** The stack has an authorizer only with a console; one of the same name lets the same function decide. */
async function connectAsBrowser({ sdk, stage }: Deployment, token: string, userId: string) {
  const iot = new IoTClient(sdk);
  const authorizerName = `trading-${stage}-console`;
  const { FunctionArn: authorizerFunctionArn } = await new LambdaClient(sdk).send(
    new GetFunctionConfigurationCommand({ FunctionName: `trading-${stage}-authorize-subscriber` }),
  );
  const authorizer = { authorizerName, authorizerFunctionArn, signingDisabled: true };
  await iot.send(new CreateAuthorizerCommand({ ...authorizer, status: 'ACTIVE' }));
  try {
    const { endpointAddress } = await iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }));
    const url = `wss://${endpointAddress}/mqtt?x-amz-customauthorizer-name=${authorizerName}`;
    const clientId = `console-${userId}-test`;
    const client = await mqtt.connectAsync(url, {
      clientId,
      username: '',
      password: token,
      reconnectPeriod: 0,
    });
    await client.endAsync();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await iot.send(new UpdateAuthorizerCommand({ authorizerName, status: 'INACTIVE' }));
    await iot.send(new DeleteAuthorizerCommand({ authorizerName }));
  }
}
