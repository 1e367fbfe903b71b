import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { type Credentials, mqttCredentials } from '../../market/connection/credentials';
import { errorText } from '../../market/connection/error-text';
import { endsWithin } from '../ends-within';
import { type Deliver, UNKNOWN_CLIENT } from './message';

// A single-use connection to the external broker, never reconnected: a late acknowledgement can then never reach a
// later connection, on which the same packet identifier may denote another message.

export interface ConsumerConnectionOptions extends Credentials {
  url: string;
  clientId: string;
  topicFilter: string;
  deliver: Deliver;
}

export interface ConsumerConnection {
  /** Resolves once no message can be missed any more; rejects if the connection ends before that. */
  readonly subscribed: Promise<void>;
  /** Resolves when the connection has ended and its last delivery is settled. */
  readonly ended: Promise<ConnectionEnd>;
  /** Finishes the delivery in progress, acknowledges it, and disconnects. */
  close(): Promise<void>;
}

export interface ConnectionEnd {
  reason: string;
  /** False if nothing worked: it never came up, or its very first delivery failed. */
  hasServed: boolean;
}

const KEEPALIVE_SECONDS = 30;
const CONNECT_TIMEOUT_MS = 10_000;
// A broker that is up closes immediately.
const LEAVE_LIMIT_MS = 3_000;

export function openConsumerConnection(options: ConsumerConnectionOptions): ConsumerConnection {
  const client = connect(options.url, {
    clientId: options.clientId,
    // While we are disconnected, the broker keeps the subscription and unacknowledged messages for this client id.
    clean: false,
    keepalive: KEEPALIVE_SECONDS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectPeriod: 0,
    ...mqttCredentials(options),
  });
  let state: 'opening' | 'serving' | 'failed' | 'closing' = 'opening';
  let acknowledged = 0;
  let reason = 'the broker closed the connection';
  let delivery: Promise<void> = Promise.resolve();

  // mqtt.js passes on one message at a time and writes the PUBACK on the callback. After a failure the callback must
  // never be called, not even with the error: it would move on to the next message and acknowledge that one.
  client.handleMessage = (packet, acknowledge) => {
    if (state === 'failed' || state === 'closing') return;
    delivery = deliverAwake(client, packet, options.deliver).then(
      () => {
        acknowledged += 1;
        acknowledge();
      },
      (error: unknown) => {
        state = 'failed';
        reason = `a delivery failed: ${errorText(error)}`;
        client.end(true);
      },
    );
  };
  client.on('error', (error) => {
    reason = errorText(error);
  });

  const ended = new Promise<void>((resolve) => client.once('close', resolve)).then(async () => {
    client.end(true);
    await delivery;
    return { reason, hasServed: acknowledged > 0 || state === 'serving' || state === 'closing' };
  });
  const subscribed = Promise.race([
    subscribe(client, options.topicFilter),
    ended.then((end) => Promise.reject(new Error(end.reason))),
  ]).then(
    () => {
      if (state === 'opening') state = 'serving';
    },
    (error: unknown) => {
      reason = errorText(error);
      client.end(true);
      throw error;
    },
  );

  return {
    subscribed,
    ended,
    async close() {
      const isUp = state === 'serving' && client.connected;
      state = 'closing';
      await delivery;
      // Nothing more is processed, but keep reading, or the socket would never see its end.
      client.stream.unpipe();
      client.stream.resume();
      // mqtt.js's graceful end would wait for outstanding responses, such as the SUBACK behind the session's messages.
      // Ending the stream also comes after the last acknowledgement.
      if (isUp) {
        client.stream.end();
        await endsWithin(ended, LEAVE_LIMIT_MS);
      }
      await client.endAsync(true);
    },
  };
}

// With a session kept by the broker the subscription already exists, and the SUBACK comes after the queued messages.
// Without one, whatever is published before the SUBACK is lost.
function subscribe(client: MqttClient, topicFilter: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('connect', ({ sessionPresent }) => {
      if (sessionPresent) resolve();
      client.subscribeAsync(topicFilter, { qos: 1 }).then(() => resolve(), reject);
    });
  });
}

async function deliverAwake(client: MqttClient, packet: IPublishPacket, deliver: Deliver): Promise<void> {
  // While it waits for us, mqtt.js reads nothing, not even ping responses, and would mistake a long delivery for a dead
  // connection.
  const awake = setInterval(() => {
    if (!client.connected) return;
    client.sendPing();
    client.reschedulePing(true);
  }, KEEPALIVE_SECONDS * 500);
  try {
    const payload = Buffer.from(packet.payload);
    await deliver({ topic: packet.topic, payload, clientId: UNKNOWN_CLIENT, receivedAtMs: Date.now() });
  } finally {
    clearInterval(awake);
  }
}
