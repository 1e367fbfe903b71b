import { connect as connectSocket } from 'node:net';
import { connectAsync } from 'mqtt';
import { startBroker } from '../../../local/broker/broker';
import type { EmbeddedBrokerOptions } from '../../../local/broker/embedded-broker';
import type { Broker, Deliver } from '../../../local/broker/message';
import { aClient, closed, disconnectAll } from '../../../testing/brokers/clients';
import { aGate, Inbox } from '../../../testing/brokers/messages';

const TICKS = 'thndr-trading/ticks';
const brokers: Broker[] = [];

async function aBroker(deliver: Deliver, options: Partial<EmbeddedBrokerOptions> = {}): Promise<Broker> {
  const broker = await startBroker({
    kind: 'embedded',
    host: '127.0.0.1',
    port: 0,
    topicFilter: 'thndr-trading/#',
    deliver,
    log: () => undefined,
    ...options,
  });
  brokers.push(broker);
  return broker;
}

afterEach(async () => {
  await disconnectAll();
  await Promise.all(brokers.splice(0).map((broker) => broker.stop()));
});

describe('a tick published to the embedded broker', () => {
  test('is delivered with its topic, payload, client id and time of arrival', async () => {
    const inbox = new Inbox();
    const { url } = await aBroker(inbox.deliver);
    const publisher = await aClient(url, { clientId: 'feed-1' });
    const before = Date.now();
    await publisher.publishAsync('thndr-trading/cib', '{"price":28}', { qos: 1 });
    expect(inbox.messages).toEqual([
      {
        topic: 'thndr-trading/cib',
        payload: Buffer.from('{"price":28}'),
        clientId: 'feed-1',
        receivedAtMs: expect.any(Number),
      },
    ]);
    expect(inbox.messages[0]?.receivedAtMs).toBeGreaterThanOrEqual(before);
  });

  test('is acknowledged only once it is delivered', async () => {
    const gate = aGate();
    const inbox = new Inbox(() => gate.opened);
    const { url } = await aBroker(inbox.deliver);
    const publisher = await aClient(url);
    const events: string[] = [];
    const acknowledged = publisher
      .publishAsync(TICKS, 'tick', { qos: 1 })
      .then(() => events.push('acknowledged'));
    await inbox.hasReceived(1);
    // A second client's round trip gives the broker every opportunity to acknowledge too early.
    await (await aClient(url)).subscribeAsync('thndr-trading/#');
    events.push('delivered');
    gate.open();
    await acknowledged;
    expect(events).toEqual(['delivered', 'acknowledged']);
  });

  test('waits for earlier ones from the same connection', async () => {
    let underWay = 0;
    let atOnce = 0;
    const inbox = new Inbox(async () => {
      underWay += 1;
      atOnce = Math.max(atOnce, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
    });
    const { url } = await aBroker(inbox.deliver);
    const publisher = await aClient(url);
    const payloads = Array.from({ length: 200 }, (_, index) => `tick ${index}`);
    await Promise.all(payloads.map((payload) => publisher.publishAsync(TICKS, payload, { qos: 1 })));
    expect(inbox.payloads).toEqual(payloads);
    expect(atOnce).toBe(1);
  });

  test("doesn't wait for those from another connection", async () => {
    const gate = aGate();
    const inbox = new Inbox(({ payload }) =>
      payload.toString() === 'slow' ? gate.opened : Promise.resolve(),
    );
    const { url } = await aBroker(inbox.deliver);
    const slow = (await aClient(url)).publishAsync(TICKS, 'slow', { qos: 1 });
    await inbox.hasReceived(1);
    await (await aClient(url)).publishAsync(TICKS, 'quick', { qos: 1 });
    gate.open();
    await slow;
    expect(inbox.payloads).toEqual(['slow', 'quick']);
  });

  test('at QoS 0 is delivered even if its publisher disconnects at once', async () => {
    const inbox = new Inbox();
    const { url } = await aBroker(inbox.deliver);
    const publisher = await aClient(url);
    await publisher.publishAsync(TICKS, 'tick', { qos: 0 });
    await publisher.endAsync();
    await inbox.hasReceived(1);
    expect(inbox.payloads).toEqual(['tick']);
  });

  test('reaches subscribers as well', async () => {
    const { url } = await aBroker(async () => undefined);
    const subscriber = await aClient(url);
    await subscriber.subscribeAsync('thndr-trading/#', { qos: 1 });
    const received = new Promise<string>((resolve) => {
      subscriber.on('message', (_topic, payload) => resolve(payload.toString()));
    });
    await (await aClient(url)).publishAsync(TICKS, 'tick', { qos: 1 });
    expect(await received).toBe('tick');
  });
});

test('a subscriber that leaves in the middle of a delivery is not worth a line', async () => {
  const lines: string[] = [];
  const { url, publish } = await aBroker(async () => undefined, { log: (line) => lines.push(line) });
  const subscriber = await aClient(url);
  await subscriber.subscribeAsync('trading/#', { qos: 1 });
  subscriber.once('message', () => subscriber.stream.destroy());
  const quotes = Array.from({ length: 500 }, (_, number) => Buffer.from(String(number)));
  await Promise.all(quotes.map((quote) => publish('trading/stocks/cib/quote', quote)));
  expect(lines).toEqual([]);
});

describe('a tick whose delivery fails', () => {
  test('is not acknowledged, and its connection is closed', async () => {
    const { url } = await aBroker(() => Promise.reject(new Error('throttled')));
    const publisher = await aClient(url);
    const acknowledged = jest.fn();
    publisher.publish(TICKS, 'tick', { qos: 1 }, (error) => error ?? acknowledged());
    await closed(publisher);
    expect(acknowledged).not.toHaveBeenCalled();
  });

  test('is sent again when its publisher reconnects, and so are those after it', async () => {
    let failures = 1;
    const inbox = new Inbox(async ({ payload }) => {
      if (payload.toString() === 'b' && failures-- > 0) throw new Error('throttled');
    });
    const { url } = await aBroker(inbox.deliver);
    const publisher = await aClient(url, { reconnectPeriod: 1 });
    await Promise.all(['a', 'b', 'c'].map((payload) => publisher.publishAsync(TICKS, payload, { qos: 1 })));
    const afterTheFailure = inbox.payloads.slice(inbox.payloads.indexOf('b') + 1);
    expect(inbox.payloads.slice(0, 2)).toEqual(['a', 'b']);
    expect(afterTheFailure.filter((payload) => payload !== 'a')).toEqual(['b', 'c']);
  });
});

describe('the embedded broker refuses', () => {
  test.each([
    ['a topic outside the ticks filter', 'elsewhere/ticks', 'x', 1],
    ['the topics of the events', 'trading/users/1/orders', 'x', 1],
    ['a broker topic', '$SYS/x', 'x', 1],
    ['QoS 2', TICKS, 'x', 2],
    ['a payload over 128 KB', TICKS, 'x'.repeat(128 * 1024 + 1), 1],
    ['a packet far over 128 KB', TICKS, 'x'.repeat(5_000_000), 0],
    ['a topic over 256 bytes', `thndr-trading/${'t'.repeat(256)}`, 'x', 1],
  ] as const)('%s: nothing is delivered and the connection is closed', async (_what, topic, payload, qos) => {
    const inbox = new Inbox();
    const { url } = await aBroker(inbox.deliver);
    const publisher = await aClient(url);
    publisher.publish(topic, payload, { qos });
    await closed(publisher);
    expect(inbox.messages).toEqual([]);
  });

  test('subscriptions to $SYS', async () => {
    const { url } = await aBroker(async () => undefined);
    const subscriber = await aClient(url);
    await expect(subscriber.subscribeAsync('$SYS/#')).rejects.toThrow();
  });

  test.each([
    ['nobody', {}],
    ['a wrong password', { username: 'feed', password: 'guess' }],
    ['a wrong name', { username: 'fees', password: 'secret' }],
    ['a name without a password', { username: 'feed' }],
  ])('%s, when it has a username and a password', async (_who, credentials) => {
    const { url } = await aBroker(async () => undefined, { username: 'feed', password: 'secret' });
    await expect(connectAsync(url, { reconnectPeriod: 0, ...credentials })).rejects.toMatchObject({
      code: 4,
    });
  });

  test('a port that is taken, with a one-line error', async () => {
    const { url } = await aBroker(async () => undefined);
    const port = Number(new URL(url).port);
    await expect(aBroker(async () => undefined, { port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use by another program: choose another with --mqtt-port.`,
    );
  });
});

test('the right username and password are let in', async () => {
  const inbox = new Inbox();
  const { url } = await aBroker(inbox.deliver, { username: 'feed', password: 'secret' });
  const publisher = await aClient(url, { username: 'feed', password: 'secret' });
  await publisher.publishAsync(TICKS, 'tick', { qos: 1 });
  expect(inbox.payloads).toEqual(['tick']);
});

test('a payload of exactly 128 KB is accepted', async () => {
  const inbox = new Inbox();
  const { url } = await aBroker(inbox.deliver);
  await (await aClient(url)).publishAsync(TICKS, 'x'.repeat(128 * 1024), { qos: 1 });
  expect(inbox.messages).toHaveLength(1);
});

test("bytes that aren't MQTT close only their own connection", async () => {
  const inbox = new Inbox();
  const { url } = await aBroker(inbox.deliver);
  const publisher = await aClient(url);
  const socket = connectSocket(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  const cut = new Promise((resolve) => socket.on('close', resolve));
  socket.write('GET / HTTP/1.1\r\n\r\n');
  await cut;
  await publisher.publishAsync(TICKS, 'tick', { qos: 1 });
  expect(inbox.payloads).toEqual(['tick']);
});

describe('what the host publishes', () => {
  test('under trading/# reaches subscribers and is not delivered as a tick', async () => {
    const inbox = new Inbox();
    const broker = await aBroker(inbox.deliver);
    const subscriber = await aClient(broker.url);
    await subscriber.subscribeAsync('trading/#', { qos: 1 });
    const received = new Promise<string>((resolve) => {
      subscriber.on('message', (topic, payload) => resolve(`${topic} ${payload}`));
    });
    await broker.publish('trading/stocks/1/quote', '{"price":28}');
    expect(await received).toBe('trading/stocks/1/quote {"price":28}');
    expect(inbox.messages).toEqual([]);
  });

  test('to the ticks topic is delivered like any tick, from no known client', async () => {
    const inbox = new Inbox();
    const broker = await aBroker(inbox.deliver);
    await broker.publish(TICKS, 'tick');
    expect(inbox.messages).toMatchObject([{ topic: TICKS, clientId: 'n/a' }]);
  });

  test('anywhere else is refused', async () => {
    const broker = await aBroker(async () => undefined);
    await expect(broker.publish('elsewhere', 'x')).rejects.toThrow('not to elsewhere');
  });
});

test('stopping waits for the delivery under way', async () => {
  const gate = aGate();
  const inbox = new Inbox(() => gate.opened);
  const broker = await aBroker(inbox.deliver);
  (await aClient(broker.url)).publish(TICKS, 'tick', { qos: 1 });
  await inbox.hasReceived(1);
  const events: string[] = [];
  const stopped = broker.stop().then(() => events.push('stopped'));
  await new Promise(setImmediate);
  events.push('delivered');
  gate.open();
  await stopped;
  expect(events).toEqual(['delivered', 'stopped']);
});
