import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { boundedCalls } from '../bounded-calls';
import type { Announcement } from './announcement';
import { knownEndpoint, lean } from './lean-client';

export type Publish = (announcement: Announcement) => Promise<void>;

/** QoS 1: subscribers that asked for it get what IoT Core accepted even if they are briefly disconnected. */
export function topicPublisher(
  client = lean(
    new IoTDataPlaneClient({
      ...knownEndpoint('IOT_DATA_PLANE'),
      ...boundedCalls(),
    }),
  ),
): Publish {
  return async ({ topic, event }) => {
    const payload = Buffer.from(JSON.stringify(event));
    await client.send(new PublishCommand({ topic, payload, qos: 1, contentType: 'application/json' }));
  };
}
