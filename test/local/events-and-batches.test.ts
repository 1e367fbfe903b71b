import { connectAsync, type MqttClient } from 'mqtt';
import { type UserEvent, userEvent } from '../../functions/contract/events';
import type { UserId } from '../../functions/domain/ids';
import { readStock } from '../../functions/storage/queries/read-stock';
import { aUser, buy, CIB } from '../../testing/builders';
import { newFolder, type Product, startProduct } from './support/whole-product';

/** The real app, bundled, with engine and broker: from a change of the table, or a tick, to what a subscriber sees. */
jest.setTimeout(120_000);
const folder = newFolder();
afterAll(folder.remove);

let product: Product;
let client: MqttClient;
const start = async (context: Record<string, string> = {}) => {
  product = await startProduct(folder.path, context);
  client = await connectAsync(product.brokerUrl, { reconnectPeriod: 0 });
};
afterEach(async () => {
  await client.endAsync(true);
  await product.stop();
});

/** Resolves with what a subscriber was told of a user's orders once one of them has filled. */
async function eventsOf(userId: UserId): Promise<{ events: Promise<UserEvent[]> }> {
  const topic = `trading/users/${userId}/orders`;
  const events = new Promise<UserEvent[]>((resolve) => {
    const all: UserEvent[] = [];
    client.on('message', (_topic, payload) => {
      const event = userEvent.parse(JSON.parse(payload.toString('utf8')));
      all.push(event);
      if (event.type === 'order' && event.order.status === 'filled') resolve(all);
    });
  });
  await client.subscribeAsync(topic, { qos: 1 });
  return { events };
}

const aMessage = (second: number, price: number) =>
  JSON.stringify({
    stock_id: CIB,
    name: 'CIB',
    price,
    availability: 10,
    timestamp: new Date(Date.UTC(2026, 0, 6, 12) + second * 1_000).toISOString(),
  });

const publish = (payload: string) => client.publishAsync('thndr-trading/cib', payload, { qos: 1 });

test("an order's events reach its user's subscribers, step by step", async () => {
  await start();
  const ann = await aUser(product.store, { cash: 1_000 });
  await publish(aMessage(0, 20));
  const { events } = await eventsOf(ann);
  await buy(product.store, ann, { total: 15, upper: 10 });
  await publish(aMessage(1, 9));
  await publish(aMessage(2, 8));
  expect(
    (await events).map((event) => (event.type === 'fill' ? event.fill.total_count : event.order.status)),
  ).toEqual(['new', 10, 'partially_filled', 5, 'filled']);
});

test("through the stream, one publisher's many messages become few batches, applied in order", async () => {
  await start({ ingest: 'kinesis' });
  const before = await readStock(product.store, CIB);
  const messages = Array.from({ length: 200 }, (_, index) => aMessage(1_000 + index, 10 + index));
  await Promise.all([...messages.map(publish), publish('{')]);
  const after = await readStock(product.store, CIB);
  expect(after?.quote?.price).toBe(2_090_000n);
  // Each commit raises the version; late ones would have been counted, and the last would not be the quote.
  expect((after?.version ?? 0) - (before?.version ?? 0)).toBeLessThan(60);
  const [queue] = product.host.stack.queues;
  expect(await product.host.queues.byName(queue?.name ?? '')?.depth()).toMatchObject({ visible: 1 });
});
