import mqtt from 'mqtt';
import { seededRandom } from '../../../market/seeded-random';
import { readClientOptions, SOAK_STOCKS } from './client-options';
import { NOTHING_DONE, sendReport } from './report';

/** Ticks around 10 for the traders' stocks, single and in batches, some of them sent twice. */
async function main(): Promise<void> {
  const { broker, endsAtMs, seed } = readClientOptions();
  const random = seededRandom(seed);
  const publisher = await mqtt.connectAsync(broker);
  let ticks = 0;
  while (Date.now() < endsAtMs) {
    const batch = Array.from({ length: 1 + Math.floor(random() * 5) }, () => {
      const stock = SOAK_STOCKS[Math.floor(random() * SOAK_STOCKS.length)];
      const price = (900 + Math.floor(random() * 200)) / 100;
      return {
        ...stock,
        price,
        availability: Math.floor(random() * 60),
        timestamp: new Date().toISOString(),
      };
    });
    const message = JSON.stringify(batch.length === 1 ? batch[0] : batch);
    await publisher.publishAsync('thndr-trading/soak', message, { qos: 1 });
    if (random() < 0.1) await publisher.publishAsync('thndr-trading/soak', message, { qos: 1 });
    ticks += batch.length;
  }
  await publisher.endAsync();
  sendReport({ ...NOTHING_DONE, ticks });
}

void main();
