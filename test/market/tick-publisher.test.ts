import { startBroker } from '../../local/broker/broker';
import type { EmbeddedBrokerOptions } from '../../local/broker/embedded-broker';
import type { Broker, Deliver } from '../../local/broker/message';
import { freePort } from '../../local/ports';
import { connectTickPublisher, type TickPublisher } from '../../market/tick-publisher';
import { Inbox } from '../../testing/brokers/messages';

const open: (Broker | TickPublisher)[] = [];

async function aBroker(deliver: Deliver, options: Partial<EmbeddedBrokerOptions> = {}): Promise<Broker> {
  const topicFilter = 'thndr-trading/#';
  const address = { kind: 'embedded', host: '127.0.0.1', port: 0 } as const;
  const broker = await startBroker({ ...address, topicFilter, deliver, log: () => undefined, ...options });
  open.push(broker);
  return broker;
}

async function aPublisher(brokerUrl: string, topic = 'thndr-trading/ticks', qos: 0 | 1 = 1) {
  const publisher = await connectTickPublisher({ brokerUrl, qos, reconnectPeriodMs: 1 });
  open.push(publisher);
  return {
    publish: (payload: string) => publisher.publish(topic, payload),
    close: () => publisher.close(),
  };
}

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await ('stop' in one ? one.stop() : one.close());
});

test('a published message is delivered', async () => {
  const inbox = new Inbox();
  const { url } = await aBroker(inbox.deliver);
  await (await aPublisher(url)).publish('tick');
  expect(inbox.payloads).toEqual(['tick']);
});

test('a message whose delivery fails is sent again until it is delivered', async () => {
  let failures = 3;
  const inbox = new Inbox(async () => {
    if (failures-- > 0) throw new Error('throttled');
  });
  const { url } = await aBroker(inbox.deliver);
  await (await aPublisher(url)).publish('tick');
  expect(inbox.payloads).toEqual(['tick', 'tick', 'tick', 'tick']);
});

test('messages published during a resend survive another broken connection', async () => {
  let failures = 4;
  const inbox = new Inbox(async ({ payload }) => {
    if (payload.toString() === 'tick 0' && failures-- > 0) throw new Error('throttled');
  });
  const { url } = await aBroker(inbox.deliver);
  const publisher = await aPublisher(url);
  const published: Promise<void>[] = [];
  for (let count = 0; count < 40; count += 1) {
    published.push(publisher.publish(`tick ${count}`));
    await new Promise(setImmediate);
  }
  await Promise.all(published);
  const firsts = [...new Set(inbox.payloads)];
  expect(firsts).toEqual(published.map((_, count) => `tick ${count}`));
});

test('a topic that the broker refuses is reported after a few attempts, not retried forever', async () => {
  const { url } = await aBroker(async () => undefined);
  const publisher = await aPublisher(url, 'elsewhere');
  await expect(publisher.publish('tick')).rejects.toThrow(
    `${url} closed the connection 5 times in a row: is publishing to elsewhere allowed there?`,
  );
});

test('closing gives up on what is not acknowledged', async () => {
  const { url } = await aBroker(async () => undefined);
  const publisher = await aPublisher(url, 'elsewhere');
  const published = publisher.publish('tick');
  void publisher.close();
  await expect(published).rejects.toThrow('the publisher was closed');
});

test('an unreachable broker is a clear error', async () => {
  const port = await freePort();
  await expect(aPublisher(`mqtt://127.0.0.1:${port}`)).rejects.toThrow(
    new RegExp(`^cannot connect to mqtt://127\\.0\\.0\\.1:${port}: .*ECONNREFUSED`),
  );
});

test('refused credentials are a clear error', async () => {
  const { url } = await aBroker(async () => undefined, { username: 'feed', password: 'secret' });
  await expect(aPublisher(url)).rejects.toThrow('Connection refused: Bad username or password');
});
