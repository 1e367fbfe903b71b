import { createServer } from 'node:net';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import { eventTopics } from '../../functions/contract/events';
import { oneLine } from '../one-line';
import { listen, reachable } from '../ports';
import { type AccessOptions, mayPublish, maySubscribe, type Principal, principalOf } from './access';
import { DeliveryGate } from './delivery-gate';
import { DeliveryQueue } from './delivery-queue';
import { hasLeft } from './has-left';
import { type Broker, type Deliver, UNKNOWN_CLIENT } from './message';
import { limitPacketSize } from './packet-size';
import { MAX_PACKET_BYTES, refusalOf } from './publish-policy';
import { SessionStore } from './session-store';
import { SESSION_LIMITS, type SessionLimits, Sessions } from './sessions';
import { parseTopicFilter, type TopicFilter } from './topic-filter';

// Takes IoT Core's place on one machine: an MQTT broker that acknowledges a tick only once the topic rule's targets
// have fully processed it, so whatever a publisher sees acknowledged is stored.

export interface EmbeddedBrokerOptions extends AccessOptions {
  kind: 'embedded';
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** The topics that clients may publish to and that are delivered. */
  topicFilter: string;
  deliver: Deliver;
  /** Whether deliveries started in order take effect in order, so none has to wait for the one before it. */
  keepsOrder?: boolean;
  /** Where subscribers' sessions are kept; without it they end with the broker. */
  sessionsFile?: string | undefined;
  sessionLimits?: SessionLimits;
  log?: (line: string) => void;
}

// The host publishes its events here; clients may only subscribe.
const EVENTS = parseTopicFilter(eventTopics.all);

// The longest that a subscriber that stopped reading can delay publishers' acknowledgements.
const SLOW_SUBSCRIBER_MS = 5_000;

const BAD_USERNAME_OR_PASSWORD = 4;

export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<Broker> {
  const { log = console.warn } = options;
  const ticks = parseTopicFilter(options.topicFilter);
  const gate = new DeliveryGate(options.deliver);
  const store = options.sessionsFile === undefined ? undefined : new SessionStore(options.sessionsFile, log);
  const sessions = new Sessions({
    limits: options.sessionLimits ?? SESSION_LIMITS,
    store,
    disconnect: (clientId) => connections.get(clientId)?.close(),
    report: (line) => log(oneLine(line)),
  });
  const connections = new Map<string, Client>();
  const principals = new WeakMap<Client, Principal>();
  const aedes = await Aedes.createBroker({
    persistence: sessions,
    drainTimeout: SLOW_SUBSCRIBER_MS,
    authenticate: authentication(options, principals, connections),
    authorizePublish: deliveryBeforePuback(ticks, gate, principals, options.keepsOrder),
    authorizeSubscribe: (client, subscription, done) =>
      done(
        null,
        maySubscribe(client ? principals.get(client) : undefined, subscription.topic) ? subscription : null,
      ),
  });
  aedes.on('client', (client) => {
    connections.set(client.id, client);
    sessions.connected(client.id);
  });
  aedes.on('clientDisconnect', (client) => {
    if (connections.get(client.id) !== client) return;
    connections.delete(client.id);
    sessions.disconnected(client.id);
  });
  aedes.on('clientError', (client, error) => {
    if (!hasLeft(error)) log(oneLine(`mqtt: closed the connection of ${client.id}: ${error.message}`));
  });
  aedes.on('connectionError', (_client, error) =>
    log(oneLine(`mqtt: refused a connection: ${error.message}`)),
  );

  const server = createServer((socket) => {
    aedes.handle(socket);
    limitPacketSize(socket, MAX_PACKET_BYTES);
  });
  const closeAedes = () => new Promise<void>((resolve) => aedes.close(resolve)).then(() => store?.close());
  const port = await listen(server, options.host, options.port, '--mqtt-port').catch(
    async (error: unknown) => {
      await closeAedes();
      throw error;
    },
  );

  return {
    url: `mqtt://${reachable(options.host)}:${port}`,
    async publish(topic, payload) {
      const bytes = Buffer.from(payload);
      if (ticks.matches(topic)) {
        // As on AWS, where a function that publishes a tick triggers the rule like any other publisher.
        await gate.pass({ topic, payload: bytes, clientId: UNKNOWN_CLIENT, receivedAtMs: Date.now() });
      } else if (!EVENTS.matches(topic)) {
        throw new Error(`the host publishes to ${EVENTS.filter} and ${ticks.filter} only, not to ${topic}`);
      }
      await forward(aedes, topic, bytes);
    },
    leave: () => undefined,
    async stop() {
      server.close();
      await gate.close();
      await closeAedes();
    },
  };
}

function authentication(
  options: AccessOptions,
  principals: WeakMap<Client, Principal>,
  connections: ReadonlyMap<string, Client>,
): NonNullable<AedesOptions['authenticate']> {
  return (client, username, password, done) => {
    principalOf(options, username, password).then(
      (principal) => {
        const holder = connections.get(client.id);
        const isTaken = holder !== undefined && principals.get(holder) !== principal;
        if (principal === undefined || isTaken) return done(refusedConnection(), false);
        principals.set(client, principal);
        done(null, true);
      },
      () => done(refusedConnection(), false),
    );
  };
}

function refusedConnection() {
  return Object.assign(new Error('bad username or password'), { returnCode: BAD_USERNAME_OR_PASSWORD });
}

// aedes authorizes before it acknowledges: it writes the PUBACK once `done` is called without an error, and closes the
// connection on an error. So the delivery happens during authorization.
function deliveryBeforePuback(
  ticks: TopicFilter,
  gate: DeliveryGate,
  principals: WeakMap<Client, Principal>,
  keepsOrder = false,
): NonNullable<AedesOptions['authorizePublish']> {
  const queues = new WeakMap<Client, DeliveryQueue>();
  const queueOf = (client: Client): DeliveryQueue => {
    const queue = queues.get(client) ?? new DeliveryQueue((message) => gate.pass(message));
    queues.set(client, queue);
    return queue;
  };
  return (client, packet, done) => {
    const { topic, qos } = packet;
    const payload = Buffer.from(packet.payload);
    const refusal = refusalOf({ topic, payload, qos }, ticks);
    if (refusal) return done(new Error(refusal));
    packet.retain = false;
    // Without a client, it is the last will of one that is gone.
    if (!client) return done(new Error('wills are published by their own connection only'));
    if (!mayPublish(principals.get(client))) return done(new Error('ticks are for publishers'));
    const message = { topic, payload, clientId: client.id, receivedAtMs: Date.now() };
    const delivered = keepsOrder ? gate.pass(message) : queueOf(client).push(message);
    delivered.then(() => done(null), done);
  };
}

function forward(aedes: Aedes, topic: string, payload: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    aedes.publish({ cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}
