import { connect, type MqttClient } from 'mqtt';
import { type Credentials, mqttCredentials, printableUrl } from './connection/credentials';
import { errorText } from './connection/error-text';

// An ordinary MQTT publisher, as any feed would be. It reconnects and resends unacknowledged messages, unless the
// broker keeps closing the connection: MQTT 3.1.1 has no other way to say "not authorized to publish".

export interface TickPublisherOptions extends Credentials {
  brokerUrl: string;
  qos: 0 | 1;
  reconnectPeriodMs?: number;
}

export interface TickPublisher {
  readonly isConnected: boolean;
  /** Resolves when the broker has acknowledged the message; at QoS 0, when it is written. */
  publish(topic: string, payload: string): Promise<void>;
  close(): Promise<void>;
}

const RECONNECT_PERIOD_MS = 500;
const CONNECT_TIMEOUT_MS = 10_000;
const CUTS_IN_A_ROW_MAX = 5;
const LASTING_CONNECTION_MS = 10_000;

/** Rejects with a one-line reason if the broker is unreachable or refuses the credentials. */
export async function connectTickPublisher(options: TickPublisherOptions): Promise<TickPublisher> {
  const { qos } = options;
  const where = printableUrl(options.brokerUrl);
  const client = await firstConnection(options, where);
  const unsettled = new Set<(error: Error) => void>();
  const fail = (why: string): void => {
    for (const reject of unsettled) reject(new Error(why));
    unsettled.clear();
  };

  let cutsInARow = 0;
  let lastTopic = '';
  let connectedAtMs: number | undefined = Date.now();
  // The event `connect` would be too late: mqtt.js emits it only after resending everything unacknowledged.
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'connack' && packet.returnCode === 0) connectedAtMs = Date.now();
  });
  client.on('close', () => {
    // A failed reconnection closes too; the broker may just be restarting.
    if (connectedAtMs === undefined) return;
    cutsInARow = Date.now() - connectedAtMs > LASTING_CONNECTION_MS ? 1 : cutsInARow + 1;
    connectedAtMs = undefined;
    if (cutsInARow >= CUTS_IN_A_ROW_MAX) {
      fail(
        `${where} closed the connection ${cutsInARow} times in a row: is publishing to ${lastTopic} allowed there?`,
      );
    }
  });

  // After a reconnection mqtt.js first resends what is unacknowledged. New messages given to it meanwhile would be sent
  // out of order, or lost if the connection breaks again, so they wait here.
  let isCaughtUp = true;
  const waiting: (() => void)[] = [];
  client.on('close', () => {
    isCaughtUp = false;
  });
  client.on('connect', () => {
    isCaughtUp = true;
    for (const send of waiting.splice(0)) send();
  });

  return {
    get isConnected() {
      return client.connected;
    },
    async publish(topic, payload) {
      lastTopic = topic;
      await new Promise<void>((resolve, reject) => {
        const send = () =>
          client.publish(topic, payload, { qos }, (error) => {
            unsettled.delete(reject);
            if (error) reject(error);
            else resolve();
          });
        unsettled.add(reject);
        if (isCaughtUp) send();
        else waiting.push(send);
      });
      if (qos === 1) cutsInARow = 0;
    },
    async close() {
      // A graceful end waits for acknowledgements; a caller that closes with some outstanding has waited enough.
      const isPolite = client.connected && unsettled.size === 0;
      fail('the publisher was closed');
      await client.endAsync(!isPolite);
    },
  };
}

function firstConnection(options: TickPublisherOptions, where: string): Promise<MqttClient> {
  const client = connect(options.brokerUrl, {
    reconnectPeriod: options.reconnectPeriodMs ?? RECONNECT_PERIOD_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    ...mqttCredentials(options),
  });
  return new Promise((resolve, reject) => {
    let reason = 'it closed the connection';
    client.on('error', (error) => {
      reason = errorText(error);
    });
    const refused = (): void => {
      client.end(true);
      reject(new Error(`cannot connect to ${where}: ${reason}`));
    };
    client.once('close', refused);
    client.once('connect', () => {
      client.off('close', refused);
      resolve(client);
    });
  });
}
