import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBroker } from '../../../local/broker/broker';
import type { EmbeddedBrokerOptions } from '../../../local/broker/embedded-broker';
import type { Broker } from '../../../local/broker/message';
import { SessionStore } from '../../../local/broker/session-store';
import { SESSION_LIMITS, Sessions } from '../../../local/broker/sessions';
import { oneLine } from '../../../local/one-line';
import { aClient, aListener, disconnectAll } from '../../../testing/brokers/clients';

const ORDERS = 'trading/users/ann/orders';
const brokers: Broker[] = [];
const lines: string[] = [];

async function aBroker(options: Partial<EmbeddedBrokerOptions> = {}): Promise<Broker> {
  const broker = await startBroker({
    kind: 'embedded',
    host: '127.0.0.1',
    port: 0,
    topicFilter: 'thndr-trading/#',
    deliver: async () => undefined,
    log: (line) => lines.push(line),
    ...options,
  });
  brokers.push(broker);
  return broker;
}

afterEach(async () => {
  await disconnectAll();
  await Promise.all(brokers.splice(0).map((broker) => broker.stop()));
  lines.length = 0;
});

const newFile = () => path.join(mkdtempSync(path.join(tmpdir(), 'sessions-')), 'mqtt-sessions.db');

/** A subscriber that may come back: what it got, once it has subscribed. */
async function subscriber(url: string, clientId = 'ann', topic = ORDERS) {
  const got: string[] = [];
  const client = await aClient(url, { clientId, clean: false, reconnectPeriod: 0 });
  client.on('message', (_topic, payload) => got.push(payload.toString()));
  await client.subscribeAsync(topic, { qos: 1 });
  return { client, got };
}

async function comesBack(url: string, expected: number, clientId = 'ann') {
  const got: string[] = [];
  const arrived = new Promise<void>((resolve) => {
    void aListener(url, { clientId, clean: false }, (client) =>
      client.on('message', (_topic, payload) => {
        got.push(payload.toString());
        if (got.length === expected) resolve();
      }),
    );
  });
  await arrived;
  return got;
}

test('session files are readable by their owner only', async () => {
  const sessionsFile = newFile();
  const { url } = await aBroker({ sessionsFile });
  await subscriber(url);
  const folder = path.dirname(sessionsFile);
  const modes = readdirSync(folder).map((name) => statSync(path.join(folder, name)).mode & 0o777);
  expect([...new Set(modes)]).toEqual([0o600]);
});

test('a damaged session file is renamed with a warning, and sessions start afresh', async () => {
  const sessionsFile = newFile();
  writeFileSync(sessionsFile, 'no database, whatever its name says'.repeat(200));
  const broker = await aBroker({ sessionsFile });
  const renamed = `${sessionsFile}.damaged`;
  expect(lines.splice(0)).toEqual([
    `mqtt: ${sessionsFile} is damaged and was renamed to ${renamed}: subscribers' sessions start afresh`,
  ]);
  expect(readFileSync(renamed, 'utf8')).toContain('no database');
  await (await subscriber(broker.url)).client.endAsync();
  await broker.publish(ORDERS, '1');
  expect(await comesBack(broker.url, 1)).toEqual(['1']);
});

test('messages published while a subscriber was away arrive in order when it is back', async () => {
  const broker = await aBroker();
  const { client } = await subscriber(broker.url);
  await client.endAsync();
  for (const event of ['1', '2', '3']) await broker.publish(ORDERS, event);
  expect(await comesBack(broker.url, 3)).toEqual(['1', '2', '3']);
});

test('a restarted broker restores the sessions and their waiting messages', async () => {
  const sessionsFile = newFile();
  const first = await aBroker({ sessionsFile });
  const { client } = await subscriber(first.url);
  await client.endAsync();
  await first.publish(ORDERS, 'before');
  // As after a kill: nothing is told to anybody, and another broker opens what is on the disk.
  const second = await aBroker({ sessionsFile });
  await second.publish(ORDERS, 'after');
  expect(await comesBack(second.url, 2)).toEqual(['before', 'after']);
});

test('acknowledged messages are not kept, and a session without subscriptions is forgotten', async () => {
  const sessionsFile = newFile();
  const first = await aBroker({ sessionsFile });
  const { client, got } = await subscriber(first.url);
  await first.publish(ORDERS, 'seen');
  while (got.length === 0) await new Promise(setImmediate);
  await client.endAsync();
  const leaving = await aClient(first.url, { clientId: 'bob', clean: false });
  await leaving.subscribeAsync(ORDERS, { qos: 1 });
  await leaving.unsubscribeAsync(ORDERS);
  const second = await aBroker({ sessionsFile });
  await second.publish(ORDERS, 'later');
  expect(await comesBack(second.url, 1)).toEqual(['later']);
});

test('a session with too many waiting messages is ended, so that its client notices the gap', async () => {
  const broker = await aBroker({ sessionLimits: { ...SESSION_LIMITS, messages: 3 } });
  const { client } = await subscriber(broker.url);
  await client.endAsync();
  for (let count = 0; count < 4; count++) await broker.publish(ORDERS, String(count));
  expect(lines).toEqual(['mqtt: ended the session of ann: too many messages are waiting for its client']);
  const again = await aListener(broker.url, { clientId: 'ann', clean: false }, (back) => {
    back.on('connect', ({ sessionPresent }) => lines.push(`present ${sessionPresent}`));
  });
  expect(again.connected).toBe(true);
  expect(lines.at(-1)).toBe('present false');
});

test('the memory of all sessions together is limited', async () => {
  const broker = await aBroker({ sessionLimits: { ...SESSION_LIMITS, bytes: 10_000 } });
  for (const clientId of ['a', 'b']) await (await subscriber(broker.url, clientId)).client.endAsync();
  for (let count = 0; count < 4; count++) await broker.publish(ORDERS, 'x'.repeat(1_000));
  expect(lines.filter((line) => line.includes('take too much memory'))).toHaveLength(1);
});

test('with too many sessions, the one that was away the longest is ended', async () => {
  const broker = await aBroker({ sessionLimits: { ...SESSION_LIMITS, sessions: 2 } });
  for (const clientId of ['a', 'b', 'c']) await (await subscriber(broker.url, clientId)).client.endAsync();
  expect(lines).toEqual(['mqtt: ended the session of a: there are too many sessions']);
});

test('with all sessions in use, another is refused', async () => {
  const broker = await aBroker({ sessionLimits: { ...SESSION_LIMITS, sessions: 2 } });
  const [ann] = [await subscriber(broker.url, 'ann'), await subscriber(broker.url, 'bob')];
  await expect(subscriber(broker.url, 'eve')).rejects.toThrow();
  const arrived = new Promise((resolve) => ann.client.once('message', resolve));
  await broker.publish(ORDERS, '1');
  await arrived;
  expect(ann.got).toEqual(['1']);
});

test('a restored session that only has messages left is not kept forever', async () => {
  const store = new SessionStore(newFile(), (line) => lines.push(line));
  const message = {
    topic: ORDERS,
    qos: 1 as const,
    brokerId: 'before',
    brokerCounter: 1,
    payload: Buffer.of(1),
  };
  store.add({ clientId: 'ann', ...message });
  let nowMs = 0;
  const sessions = new Sessions({
    limits: { ...SESSION_LIMITS, awayMs: 1_000 },
    store,
    disconnect: () => undefined,
    report: (line) => lines.push(line),
    nowMs: () => nowMs,
  });
  nowMs = 1_001;
  await sessions.outgoingEnqueue(
    { clientId: 'ann' },
    { ...message, cmd: 'publish', retain: false, dup: false },
  );
  expect(lines).toEqual(['mqtt: ended the session of ann: its client has been disconnected for too long']);
  store.close();
});

test('a session is not kept forever', async () => {
  const broker = await aBroker({ sessionLimits: { ...SESSION_LIMITS, awayMs: -1 } });
  await (await subscriber(broker.url)).client.endAsync();
  await broker.publish(ORDERS, '1');
  expect(lines).toEqual(['mqtt: ended the session of ann: its client has been disconnected for too long']);
});

test('nothing is retained: later subscribers get no earlier tick', async () => {
  const broker = await aBroker();
  const publisher = await aClient(broker.url);
  await publisher.publishAsync('thndr-trading/cib', 'old', { qos: 1, retain: true });
  const { client, got } = await subscriber(broker.url, 'late', 'thndr-trading/#');
  await publisher.publishAsync('thndr-trading/cib', 'new', { qos: 1 });
  while (got.length === 0) await new Promise(setImmediate);
  expect(got).toEqual(['new']);
  await client.endAsync();
});

test("a client's line in the log stays one line, whatever its client id", () => {
  expect(oneLine('mqtt: closed the connection of a\nready http://evil\u202e: x')).toBe(
    'mqtt: closed the connection of a\\u{a}ready http://evil\\u{202e}: x',
  );
});
