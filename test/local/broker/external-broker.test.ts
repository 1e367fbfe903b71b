import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startBroker } from '../../../local/broker/broker';
import type { ExternalBrokerOptions } from '../../../local/broker/external-broker';
import type { Broker, Deliver } from '../../../local/broker/message';
import { freePort } from '../../../local/ports';
import { aClient, disconnectAll } from '../../../testing/brokers/clients';
import {
  ended,
  type ForeignBroker,
  mosquitto,
  startMosquitto,
  startPlainAedes,
} from '../../../testing/brokers/foreign-brokers';
import { aGate, Inbox } from '../../../testing/brokers/messages';
import { describeWhen } from '../../../testing/brokers/requirement';

const consumers: Broker[] = [];
const processes: ChildProcess[] = [];

function aConsumer(
  url: string,
  deliver: Deliver,
  options: Partial<ExternalBrokerOptions> = {},
): Promise<Broker> {
  const starting = startBroker({
    kind: 'external',
    url,
    topicFilter: 'ticks/#',
    deliver,
    log: () => undefined,
    reconnectDelayMs: () => 1,
    ...options,
  });
  starting.then(
    (consumer) => consumers.push(consumer),
    () => undefined,
  );
  return starting;
}

/** A consumer in a process of its own that notes what it delivers, line by line. */
function aConsumerProcess(url: string, clientId: string, inbox: Inbox): ChildProcess {
  const script = join(__dirname, '..', '..', '..', 'testing', 'brokers', 'consumer-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, url, clientId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    void inbox.deliver({ topic: '', payload: Buffer.from(line), clientId: '', receivedAtMs: 0 });
  });
  processes.push(child);
  return child;
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `tick ${index}`);
}

async function stopConsumers(): Promise<void> {
  await disconnectAll();
  await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
  await Promise.all(processes.splice(0).map(ended));
}

afterEach(stopConsumers);

describe('consuming from aedes', () => consumerSuite(startPlainAedes));

describeWhen(mosquitto, 'consuming from Mosquitto', () => {
  consumerSuite(startMosquitto);

  test('a consumer killed midstream and restarted delivers everything', async () => {
    const broker = await startMosquitto();
    try {
      const published = numbered(3_000);
      const [before, after] = [new Inbox(), new Inbox()];
      // The session begins with the first connection; without one there is nobody to keep messages for.
      await (await aConsumer(broker.url, before.deliver, { clientId: 'matcher' })).stop();

      const first = aConsumerProcess(broker.url, 'matcher', before);
      const publisher = await aClient(broker.url);
      const publishing = Promise.all(
        published.map((payload) => publisher.publishAsync('ticks/a', payload, { qos: 1 })),
      );
      await before.hasReceived(1_000);
      await ended(first);
      await publishing;
      expect(before.messages.length).toBeLessThan(published.length);

      aConsumerProcess(broker.url, 'matcher', after);
      await after.hasReceivedPayload('tick 2999');
      // Where it takes up again is Mosquitto's choice (2.0 sends far beyond its window of 20), but never too late.
      const resumedAt = published.indexOf(after.payloads[0] ?? '');
      expect(before.payloads).toEqual(published.slice(0, before.messages.length));
      expect(after.payloads).toEqual(published.slice(resumedAt));
      expect(resumedAt).toBeLessThanOrEqual(before.messages.length);
    } finally {
      await Promise.all(processes.map(ended));
      await broker.stop();
    }
  });
});

function consumerSuite(start: () => Promise<ForeignBroker>): void {
  let broker: ForeignBroker;
  beforeEach(async () => {
    broker = await start();
  });
  afterEach(async () => {
    // The hook of the file comes after this one, and a consumer without its broker would only try to come back.
    await stopConsumers();
    await broker.stop();
  });

  test('ticks are delivered in order, one at a time', async () => {
    let underWay = 0;
    let atOnce = 0;
    const inbox = new Inbox(async () => {
      underWay += 1;
      atOnce = Math.max(atOnce, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
    });
    await aConsumer(broker.url, inbox.deliver);
    const publisher = await aClient(broker.url);
    const published = numbered(200);
    await Promise.all(published.map((payload) => publisher.publishAsync('ticks/a', payload, { qos: 1 })));
    await inbox.hasReceived(200);
    expect(inbox.payloads).toEqual(published);
    expect(atOnce).toBe(1);
  });

  test('a message outside the filter is not delivered', async () => {
    const inbox = new Inbox();
    await aConsumer(broker.url, inbox.deliver);
    const publisher = await aClient(broker.url);
    await publisher.publishAsync('elsewhere', 'x', { qos: 1 });
    await publisher.publishAsync('ticks', 'tick', { qos: 1 });
    await inbox.hasReceived(1);
    expect(inbox.messages).toMatchObject([{ topic: 'ticks', clientId: 'n/a' }]);
  });

  test('messages published while the consumer is away are delivered when it is back', async () => {
    const inbox = new Inbox();
    await (await aConsumer(broker.url, inbox.deliver)).stop();
    const publisher = await aClient(broker.url);
    await publisher.publishAsync('ticks/a', 'missed', { qos: 1 });
    await aConsumer(broker.url, inbox.deliver);
    await inbox.hasReceived(1);
    expect(inbox.payloads).toEqual(['missed']);
  });

  test('a tick whose delivery fails is redelivered before those after it, and none is lost', async () => {
    let failures = 3;
    const inbox = new Inbox(async ({ payload }) => {
      if (payload.toString() === 'tick 2' && failures-- > 0) throw new Error('throttled');
    });
    await aConsumer(broker.url, inbox.deliver);
    const publisher = await aClient(broker.url);
    await Promise.all(numbered(5).map((payload) => publisher.publishAsync('ticks/a', payload, { qos: 1 })));
    await inbox.hasReceivedPayload('tick 4');
    const delivered = inbox.payloads.filter((payload, at) => payload !== inbox.payloads[at + 1]);
    expect(inbox.payloads.filter((payload) => payload === 'tick 2')).toHaveLength(4);
    expect(delivered).toEqual(numbered(5));
  });

  test('a tick is acknowledged only once it is delivered: until then a restarted consumer gets it again', async () => {
    const failing = new Inbox(() => Promise.reject(new Error('throttled')));
    const consumer = await aConsumer(broker.url, failing.deliver, { reconnectDelayMs: () => 60_000 });
    await (await aClient(broker.url)).publishAsync('ticks/a', 'tick', { qos: 1 });
    await failing.hasReceived(1);
    await consumer.stop();
    const inbox = new Inbox();
    await aConsumer(broker.url, inbox.deliver);
    await inbox.hasReceived(1);
    expect(inbox.payloads).toEqual(['tick']);
  });

  test('stopping finishes and acknowledges the delivery under way', async () => {
    const gate = aGate();
    const slow = new Inbox(() => gate.opened);
    const consumer = await aConsumer(broker.url, slow.deliver);
    const publisher = await aClient(broker.url);
    await publisher.publishAsync('ticks/a', 'first', { qos: 1 });
    await publisher.publishAsync('ticks/a', 'second', { qos: 1 });
    await slow.hasReceived(1);
    const stopped = consumer.stop();
    gate.open();
    await stopped;
    const inbox = new Inbox();
    await aConsumer(broker.url, inbox.deliver);
    await inbox.hasReceived(1);
    expect(slow.payloads).toEqual(['first']);
    expect(inbox.payloads).toEqual(['second']);
  });

  test("stopping doesn't wait for a subscription that an existing session made unnecessary", async () => {
    await (await aConsumer(broker.url, async () => undefined)).stop();
    const publisher = await aClient(broker.url);
    await publisher.publishAsync('ticks/a', 'missed', { qos: 1 });
    const gate = aGate();
    const slow = new Inbox(() => gate.opened);
    const consumer = await aConsumer(broker.url, slow.deliver);
    // The broker sends what was missed first, and nothing behind it is read before that is delivered.
    await slow.hasReceived(1);
    const stopped = consumer.stop();
    gate.open();
    await stopped;
    await publisher.publishAsync('ticks/a', 'later', { qos: 1 });
    const inbox = new Inbox();
    await aConsumer(broker.url, inbox.deliver);
    await inbox.hasReceived(1);
    expect(inbox.payloads).toEqual(['later']);
  });

  test('an event can be published while a delivery waits for it', async () => {
    const subscriber = await aClient(broker.url);
    await subscriber.subscribeAsync('trading/#', { qos: 1 });
    const received = new Promise((resolve) => subscriber.on('message', (topic) => resolve(topic)));
    const inbox = new Inbox(() => consumer.publish('trading/stocks/1/quote', '{}'));
    const consumer = await aConsumer(broker.url, inbox.deliver);
    await (await aClient(broker.url)).publishAsync('ticks/a', 'tick', { qos: 1 });
    expect(await received).toBe('trading/stocks/1/quote');
  });

  test("stopping doesn't wait for an event that a lost broker can no longer accept", async () => {
    const waiting = aGate();
    let event: Promise<void> = Promise.resolve();
    const inbox = new Inbox(async () => {
      await broker.stop();
      event = consumer.publish('trading/stocks/1/quote', '{}');
      waiting.open();
      await event;
    });
    const consumer = await aConsumer(broker.url, inbox.deliver);
    (await aClient(broker.url)).publish('ticks/a', 'tick', { qos: 1 });
    await waiting.opened;
    await consumer.stop();
    await expect(event).rejects.toThrow('the event was not published: the host is stopping');
  });

  test('an event is still published while stopping waits for the delivery that publishes it', async () => {
    const gate = aGate();
    const inbox = new Inbox(async () => {
      await gate.opened;
      await consumer.publish('trading/stocks/1/quote', 'second');
    });
    const consumer = await aConsumer(broker.url, inbox.deliver);
    const subscriber = await aClient(broker.url);
    await subscriber.subscribeAsync('trading/#', { qos: 1 });
    const received = new Inbox();
    subscriber.on('message', (topic, payload) => {
      void received.deliver({ topic, payload, clientId: '', receivedAtMs: 0 });
    });
    await consumer.publish('trading/stocks/1/quote', 'first');
    await (await aClient(broker.url)).publishAsync('ticks/a', 'tick', { qos: 1 });
    await inbox.hasReceived(1);
    const stopped = consumer.stop();
    gate.open();
    await stopped;
    await received.hasReceivedPayload('second');
    expect(received.payloads).toEqual(['first', 'second']);
    await expect(consumer.publish('trading/stocks/1/quote', 'third')).rejects.toThrow('the host is stopping');
  });
}

test('an unreachable broker is a clear error without the password in its URL', async () => {
  const port = await freePort();
  await expect(aConsumer(`mqtt://feed:secret@127.0.0.1:${port}`, async () => undefined)).rejects.toThrow(
    /^cannot consume ticks\/# from mqtt:\/\/feed:\*\*\*@127\.0\.0\.1:\d+: .*ECONNREFUSED/,
  );
});

test('a broker that refuses the credentials is a clear error', async () => {
  const broker = await startBroker({
    kind: 'embedded',
    host: '127.0.0.1',
    port: 0,
    topicFilter: 'ticks/#',
    username: 'feed',
    password: 'secret',
    deliver: async () => undefined,
    log: () => undefined,
  });
  const refused = aConsumer(broker.url, async () => undefined, { username: 'feed', password: 'guess' });
  await expect(refused).rejects.toThrow('Connection refused: Bad username or password');
  await broker.stop();
});
