import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { boundedCalls } from '../bounded-calls';
import { knownEndpoint, lean } from '../storage/table/lean-client';
import type { Announcement } from './announcement';

export type Publish = (announcement: Announcement) => Promise<void>;

/** Subscribers that asked for QoS 1 get it: what IoT Core has taken is theirs even when they are away for a moment. */
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
