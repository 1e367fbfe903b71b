/**
 * Starts the product as a user would (`npm start`), publishes a tick over MQTT and checks the fill over HTTP, then
 * stops it and checks that nothing is left running. Exits 1 on the first failure.
 */
import mqtt from 'mqtt';
import { TradingClient } from '../../client/trading-client';
import { expect } from './expect';
import { DEMO_PASSWORD, startProduct } from './product';

const STOCK = '6ffb8e62-92c1-40c7-9d38-5b976a346b62';
const me = { user_id: 'me' };

async function main(): Promise<void> {
  const product = await startProduct();
  try {
    console.log(`Node.js ${process.versions.node}: ready after ${product.startSeconds.toFixed(1)} s`);
    await tradeOnce(product.url, product.brokerUrl);
    await product.stop();
    console.log('smoke test passed');
  } finally {
    product.destroy();
  }
}

async function tradeOnce(url: string, brokerUrl: string): Promise<void> {
  const client = new TradingClient({ baseUrl: `${url}/api` });
  await client.signIn('demo', DEMO_PASSWORD);
  const publisher = await mqtt.connectAsync(brokerUrl);
  const publish = async (tick: object) => {
    await publisher.publishAsync('thndr-trading', JSON.stringify({ stock_id: STOCK, name: 'CIB', ...tick }), {
      qos: 1,
    });
  };
  await publish({ price: 25, availability: 0, timestamp: new Date().toISOString() });
  await client.call('deposit', { path: me, body: { amount: 2000 } });
  const terms = { stock_id: STOCK, total: 100, upper_bound: 20 };
  const order = await client.call('place-buy', { path: me, body: terms });
  expect(order.status, 'new');
  await publish({ price: 20, availability: 60, timestamp: new Date().toISOString() });
  // The tick was acknowledged, hence committed: there is nothing to wait for.
  const path = { ...me, order_id: order.id };
  const filled = await client.call('get-order', { path });
  expect([filled.status, filled.filled, filled.average_fill_price], ['partially_filled', 60, 20]);
  const canceled = await client.call('cancel-order', { path });
  expect([canceled.status, canceled.hold.remaining], ['canceled', 0]);
  const seen = [];
  for await (const { id } of client.list('list-orders', { path: me, query: { limit: 1 } })) seen.push(id);
  expect(seen.includes(order.id), true);
  await publisher.endAsync();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
