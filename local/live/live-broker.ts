// Takes IoT Core's place for browsers: an MQTT broker separate from the one for ticks, on which only the host
// publishes. The authorizer decides once per connection what the client may subscribe to; that is enforced here.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import { arn } from '../assembly/aws-environment';
import { hasLeft } from '../broker/has-left';
import { limitPacketSize } from '../broker/packet-size';
import type { Connecting, Permit } from './ask-authorizer';
import { type Action, allows } from './connection-policy';

export interface LiveBrokerOptions {
  /** Resolves to undefined if the client may not connect. */
  authorize(connecting: Connecting): Promise<Permit | undefined>;
  log(line: string): void;
}

export interface LiveBroker {
  /** Takes over a connection that speaks MQTT. */
  handle(connection: Duplex, request: IncomingMessage): void;
  /** Sends to the current subscribers, without waiting. */
  publish(topic: string, payload: Buffer): void;
  stop(): Promise<void>;
}

/** A CONNECT packet with a token takes 2 KB. */
export const MAX_INBOUND_BYTES = 8 * 1024;
const CONNECTIONS_PER_USER = 10;
/** An IoT Core quota. */
const SUBSCRIPTIONS_PER_CONNECTION = 50;
const CONNECT_LIMIT_MS = 10_000;
/** A subscriber that stops reading is disconnected after this. */
const SLOW_SUBSCRIBER_MS = 5_000;
const SERVER_UNAVAILABLE = 3;
const NOT_AUTHORIZED = 5;

interface Listener {
  readonly permit: Permit;
  readonly topicFilters: Set<string>;
}

export async function startLiveBroker({ authorize, log }: LiveBrokerOptions): Promise<LiveBroker> {
  const listeners = new Map<Client, Listener>();
  const may = (client: Client, action: Action, kind: string, name: string) =>
    allows(listeners.get(client)?.permit.policyDocuments ?? [], action, arn('iot', `${kind}/${name}`));

  const aedes = await Aedes.createBroker({
    connectTimeout: CONNECT_LIMIT_MS,
    drainTimeout: SLOW_SUBSCRIBER_MS,
    preConnect(_client, { clean = false, will }, done) {
      const refusal = refusalOf(clean, will !== undefined);
      done(refusal === undefined ? null : new Error(refusal), refusal === undefined);
    },
    authenticate(client, username, password, done) {
      admit(client, { clientId: client.id, username, password, request: requestOf(client) }).then(
        (isAdmitted) =>
          isAdmitted ? done(null, true) : done(refused('not authorized', NOT_AUTHORIZED), false),
        (error: Error) => {
          log(`live: ${error.message}`);
          done(refused('not available', SERVER_UNAVAILABLE), false);
        },
      );
    },
    authorizeSubscribe(client, subscription, done) {
      done(null, mayAlsoHear(client, subscription.topic) ? subscription : null);
    },
    authorizeForward: (client, packet) => (may(client, 'iot:Receive', 'topic', packet.topic) ? packet : null),
    // IoT Core closes the connection too.
    authorizePublish: (_client, _packet, done) => done(new Error('clients may not publish here')),
  } satisfies AedesOptions);
  aedes.on('unsubscribe', (topicFilters, client) => {
    for (const filter of topicFilters) listeners.get(client)?.topicFilters.delete(filter);
  });
  aedes.on('clientError', (client, error) => {
    if (!hasLeft(error)) log(`live: closed the connection of ${client.id}: ${error.message}`);
  });
  aedes.on('connectionError', (_client, error) => log(`live: refused a connection: ${error.message}`));

  async function admit(client: Client, connecting: Connecting): Promise<boolean> {
    const permit = await authorize(connecting);
    if (permit === undefined || client.conn.destroyed) return false;
    const ofSameUser = [...listeners.values()].filter(
      (each) => each.permit.principalId === permit.principalId,
    );
    if (ofSameUser.length >= CONNECTIONS_PER_USER) return false;
    listeners.set(client, { permit, topicFilters: new Set() });
    const end = setTimeout(() => client.conn.destroy(), permit.disconnectAfterInSeconds * 1000);
    client.conn.once('close', () => {
      clearTimeout(end);
      listeners.delete(client);
    });
    return may(client, 'iot:Connect', 'client', client.id);
  }

  function mayAlsoHear(client: Client, topicFilter: string): boolean {
    const heard = listeners.get(client)?.topicFilters;
    if (heard === undefined || !may(client, 'iot:Subscribe', 'topicfilter', topicFilter)) return false;
    if (!heard.has(topicFilter) && heard.size >= SUBSCRIPTIONS_PER_CONNECTION) return false;
    heard.add(topicFilter);
    return true;
  }

  return {
    handle(connection, request) {
      aedes.handle(connection, request);
      limitPacketSize(connection, MAX_INBOUND_BYTES);
    },
    publish(topic, payload) {
      // The host stops this before the stream of changes: by then nobody is connected.
      if (aedes.closed) return;
      aedes.publish({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false }, (error) => {
        if (error) log(`live: could not publish to ${topic}: ${error.message}`);
      });
    },
    stop: () => new Promise<void>((resolve) => aedes.close(resolve)),
  };
}

/** Refuses whatever would require keeping state for a disconnected client. */
function refusalOf(isClean: boolean, hasWill: boolean): string | undefined {
  if (!isClean) return 'sessions are not kept here';
  return hasWill ? 'clients may not publish here, not even a will' : undefined;
}

function requestOf({ req }: Client): IncomingMessage {
  if (req === undefined) throw new Error('a connection to this broker has no HTTP request');
  return req;
}

function refused(message: string, returnCode: number) {
  return Object.assign(new Error(message), { returnCode });
}
