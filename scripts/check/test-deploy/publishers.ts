import { DescribeEndpointCommand, IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import mqtt from 'mqtt';
import type { SdkConfiguration } from './deployment';
import { presignedWebSocket } from './presigned-web-socket';

export type Publish = (topic: string, payload: string) => Promise<void>;

/** MQTT over WebSocket, as used by browsers and devices behind proxies. */
export async function overWebSocket(sdk: SdkConfiguration): Promise<Publish> {
  const host = await dataHost(sdk);
  return async (topic, payload) => {
    const client = await (sdk.endpoint === undefined
      ? mqtt.connectAsync(await presignedWebSocket(host, sdk.region), { reconnectPeriod: 0 })
      : // An emulator recognizes the service only by the host name of the account's data endpoint.
        mqtt.connectAsync(`${sdk.endpoint.replace(/^http/, 'ws')}/mqtt`, {
          wsOptions: { headers: { host } },
          reconnectPeriod: 0,
        }));
    await client.publishAsync(topic, payload, { qos: 1 });
    await client.endAsync();
  };
}

/** The IoT data plane's HTTP API, as used by Lambda functions and servers. */
export async function overHttp(sdk: SdkConfiguration): Promise<Publish> {
  const endpoint = sdk.endpoint ?? `https://${await dataHost(sdk)}`;
  const client = new IoTDataPlaneClient({ ...sdk, endpoint });
  return async (topic, payload) => {
    await client.send(new PublishCommand({ topic, payload: Buffer.from(payload), qos: 1 }));
  };
}

async function dataHost(sdk: SdkConfiguration): Promise<string> {
  const { endpointAddress } = await new IoTClient(sdk).send(
    new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }),
  );
  if (endpointAddress === undefined) throw new Error('IoT Core returned no address for its data plane');
  return endpointAddress;
}
