import mqtt from 'mqtt';
import { type Connect, Refused, type Transport } from './transport';

const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_SECONDS = 30;
/** IoT Core takes 8 topic filters in one SUBSCRIBE. */
const TOPICS_AT_ONCE = 8;
/** CONNACK codes for bad credentials and for what is not authorized. */
const REFUSALS = [4, 5, 134, 135];

/** MQTT 3.1.1 over a WebSocket, without a session and at QoS 0: what is missed is fetched over HTTP. */
export const connectMqtt: Connect = async ({ url, clientId, token, onMessage, onLost }) => {
  const client = mqtt.connect(url, {
    clientId,
    username: '',
    password: token,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepalive: KEEP_ALIVE_SECONDS,
    // Its other timers live in a worker made from a blob, which our policy does not allow.
    timerVariant: 'native',
  });
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', (error) => {
      const code = 'code' in error ? error.code : undefined;
      client.end(true);
      reject(typeof code === 'number' && REFUSALS.includes(code) ? new Refused(error.message) : error);
    });
    client.once('close', () => reject(new Error('The connection was closed before it was there.')));
  });
  client.on('message', (topic, payload) => onMessage(topic, payload.toString()));
  client.on('error', () => client.end(true));
  client.once('close', onLost);
  const transport: Transport = {
    async subscribe(topics) {
      for (let start = 0; start < topics.length; start += TOPICS_AT_ONCE) {
        await client.subscribeAsync(topics.slice(start, start + TOPICS_AT_ONCE), { qos: 0 });
      }
    },
    async unsubscribe(topics) {
      await client.unsubscribeAsync([...topics]);
    },
    close() {
      client.off('close', onLost);
      client.end(true);
    },
  };
  return transport;
};
