import mqtt from 'mqtt';
import type { Product } from '../../../scripts/check/product';

/** Of a stock that the demo market knows nothing of, so that nothing moves but what the test moves. */
export const QUIET_STOCK = '11111111-2222-4333-8444-555555555555';

export interface QuietTick {
  readonly price: number;
  readonly availability: number;
}

export async function publishQuiet({ brokerUrl }: Product, tick: QuietTick): Promise<void> {
  const publisher = await mqtt.connectAsync(brokerUrl);
  const message = { stock_id: QUIET_STOCK, name: 'Quiet Corp', ...tick, timestamp: new Date().toISOString() };
  await publisher.publishAsync('thndr-trading', JSON.stringify(message), { qos: 1 });
  await publisher.endAsync();
}
