/**
 * Consumes 10,000 ticks from Mosquitto with `npm start -- --broker`, kills all of its processes with SIGKILL halfway,
 * restarts it, and counts the ticks: none lost, none duplicated. Skipped if Mosquitto is not installed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import mqtt from 'mqtt';
import { TradingClient } from '../../client/trading-client';
import { mosquitto, startMosquitto } from '../../testing/brokers/foreign-brokers';
import { expect } from './expect';
import { DEMO_PASSWORD, type Product, startProduct, temporaryFolder } from './product';

const STOCK = '00000000-0000-4000-8000-0000000000cc';
const TICKS = 10_000;
const TICKS_PER_MESSAGE = 5;
const KILL_AFTER = 2_000;
const PATIENCE_MS = 300_000;
const FIRST_AT_MS = Date.UTC(2026, 0, 5, 12);

async function main(): Promise<void> {
  if (!mosquitto.isMet) return console.log(`skipped: ${mosquitto.otherwise}`);
  const broker = await startMosquitto();
  const data = temporaryFolder();
  const start = () => startProduct(data, ['--broker', broker.url]);
  let product = await start();
  try {
    const published = publish(broker.url);
    const before = await countReaches(product, KILL_AFTER);
    await product.kill();
    console.log(`killed after ${before} ticks`);
    product = await start();
    const after = await countReaches(product, TICKS);
    await published;
    // Everything has been acknowledged, so any duplicate would show by now.
    const client = await signedIn(product);
    const stock = await client.call('get-stock', { path: { stock_id: STOCK } });
    expect([after, stock.average_price], [TICKS, averagePrice()]);
    await product.stop();
    console.log(`${TICKS} ticks, none lost, none duplicated`);
  } finally {
    product.destroy();
    await broker.stop();
  }
}

function priceOf(index: number): number {
  return 10 + (index % 100);
}

function averagePrice(): number {
  let sum = 0;
  for (let index = 0; index < TICKS; index++) sum += priceOf(index);
  return sum / TICKS;
}

async function publish(url: string): Promise<void> {
  const publisher = await mqtt.connectAsync(url);
  for (let index = 0; index < TICKS; index += TICKS_PER_MESSAGE) {
    const ticks = Array.from({ length: TICKS_PER_MESSAGE }, (_, offset) => tick(index + offset));
    await publisher.publishAsync('thndr-trading/ticks', JSON.stringify(ticks), { qos: 1 });
  }
  await publisher.endAsync();
}

function tick(index: number) {
  const timestamp = new Date(FIRST_AT_MS + index * 1000).toISOString();
  return { stock_id: STOCK, name: 'Crash', price: priceOf(index), availability: 10, timestamp };
}

/** Polls the day's candles until they count that many ticks. */
async function countReaches(product: Product, count: number): Promise<number> {
  const client = await signedIn(product);
  const endsAtMs = Date.now() + PATIENCE_MS;
  let seen = 0;
  while (seen < count && Date.now() < endsAtMs) {
    await delay(250);
    seen = await tickCount(client);
  }
  return seen;
}

async function tickCount(client: TradingClient): Promise<number> {
  let count = 0;
  const query = { interval: '1d', limit: 10 } as const;
  try {
    for await (const candle of client.list('list-candles', { path: { stock_id: STOCK }, query }))
      count += candle.count;
  } catch {
    // The stock doesn't exist before its first tick.
    return 0;
  }
  return count;
}

async function signedIn({ url }: Product): Promise<TradingClient> {
  const client = new TradingClient({ baseUrl: `${url}/api` });
  await client.signIn('demo', DEMO_PASSWORD);
  return client;
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
