import type { TopicFilter } from './topic-filter';

// IoT Core's limits on a published message, so that a publisher that works here also works there.
const MAX_PAYLOAD_BYTES = 128 * 1024;
const MAX_TOPIC_BYTES = 256;

/** The largest packet on the wire: the largest payload with its topic, packet identifier and header. */
export const MAX_PACKET_BYTES = MAX_PAYLOAD_BYTES + 1024;

interface Publication {
  topic: string;
  payload: Buffer;
  qos: number;
}

/** Why a client may not publish this, or undefined if it may. */
export function refusalOf({ topic, payload, qos }: Publication, open: TopicFilter): string | undefined {
  if (qos === 2) return 'QoS 2 is not supported';
  if (Buffer.byteLength(topic) > MAX_TOPIC_BYTES) return `a topic has at most ${MAX_TOPIC_BYTES} bytes`;
  if (!open.matches(topic)) return `publishers may use ${open.filter} only, not ${topic}`;
  if (payload.length > MAX_PAYLOAD_BYTES)
    return `a payload has at most ${MAX_PAYLOAD_BYTES} bytes, not ${payload.length}`;
  return undefined;
}
