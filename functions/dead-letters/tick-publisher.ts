import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { boundedCalls } from '../bounded-calls';
import type { Publish } from './redrive';

/** Publishes messages like any other tick publisher: the topic rule takes them from there. */
export function tickPublisher(client = new IoTDataPlaneClient(boundedCalls())): Publish {
  return async (topic, payload) => {
    await client.send(new PublishCommand({ topic, payload, qos: 1 }));
  };
}
