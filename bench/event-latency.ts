// From a tick to the event of the fill that it makes, while ticks come at a steady rate: what a user waits for who has
// an order resting. Each tick offers one share and fills one order, so the events come in the order of the ticks.
import mqtt from 'mqtt';
import * as z from 'zod';
import { percentile } from './latencies';
import type { BenchMarket } from './market';

export interface EventLatency {
  readonly ticksASecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const TICKS = 200;
const Event = z.object({ type: z.string() });

export async function measureEventLatency(
  market: BenchMarket,
  brokerUrl: string,
  ticksASecond: number,
): Promise<EventLatency> {
  await market.publish(market.tick(100, 0));
  await market.placeBuys(TICKS);
  const subscriber = await mqtt.connectAsync(brokerUrl);
  const arrivedAtMs: number[] = [];
  const all = new Promise<void>((resolve) => {
    subscriber.on('message', (_topic, payload) => {
      if (Event.parse(JSON.parse(payload.toString('utf8'))).type !== 'fill') return;
      arrivedAtMs.push(performance.now());
      if (arrivedAtMs.length === TICKS) resolve();
    });
  });
  await subscriber.subscribeAsync('trading/users/+/orders', { qos: 1 });
  const sentAtMs = await publishSteadily(market, ticksASecond);
  await all;
  await subscriber.endAsync();
  const latenciesMs = arrivedAtMs.map((atMs, index) => atMs - (sentAtMs[index] ?? atMs));
  return { ticksASecond, p50Ms: percentile(latenciesMs, 50), p99Ms: percentile(latenciesMs, 99) };
}

/** Does not wait for one tick before it sends the next: what falls behind shows as latency. */
async function publishSteadily(market: BenchMarket, ticksASecond: number): Promise<number[]> {
  const sentAtMs: number[] = [];
  const published: Promise<void>[] = [];
  const startsAtMs = performance.now();
  for (let index = 0; index < TICKS; index++) {
    const waitMs = startsAtMs + (index * 1000) / ticksASecond - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    sentAtMs.push(performance.now());
    published.push(market.publish(market.tick(45, 1)));
  }
  await Promise.all(published);
  return sentAtMs;
}
