/**
 * Ticks a second from an MQTT publisher to their commit, through both ways of ingest, on one machine with everything
 * on file: `npm run bench:ingest -- --ticks 5000`. The publisher waits for the acknowledgement of each message.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { connectAsync } from 'mqtt';
import { startHost } from '../local/host';
import { synthesize } from '../local/synthesize';
import { printTable } from './table';

const { values } = parseArgs({ options: { ticks: { type: 'string', default: '5000' } } });
const TICKS = Math.min(Number(values.ticks), 5_000);
const STOCKS = 5;
const START = Date.UTC(2026, 0, 5, 12);
const TOPIC = 'thndr-trading';
const project = path.join(__dirname, '..');

interface Load {
  readonly ingest: 'direct' | 'kinesis';
  readonly ticksPerMessage: number;
  readonly topicPerStock: boolean;
}

const LOADS: Load[] = (['direct', 'kinesis'] as const).flatMap((ingest) => [
  { ingest, ticksPerMessage: 1, topicPerStock: false },
  { ingest, ticksPerMessage: 1, topicPerStock: true },
  { ingest, ticksPerMessage: 100, topicPerStock: true },
]);

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trading-bench-'));
  try {
    const rows = [];
    for (const [index, load] of LOADS.entries()) {
      const { ingest, ticksPerMessage, topicPerStock } = load;
      const topics = topicPerStock ? 'one a stock' : 'one';
      const perSecond = await ticksPerSecond(load, folder, path.join(folder, `data-${index}`));
      rows.push([ingest, String(ticksPerMessage), topics, perSecond] as const);
    }
    printTable(['ingest', 'ticks a message', 'topics', 'ticks a second'], rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ticksPerSecond(load: Load, folder: string, dataFolder: string): Promise<number> {
  const host = await startHost({
    async assembly() {
      const assembly = path.join(folder, load.ingest);
      await synthesize(project, assembly, { ingest: load.ingest });
      return assembly;
    },
    dataFolder,
    host: '127.0.0.1',
    port: 0,
    broker: { kind: 'embedded', port: 0 },
    workers: 4,
    logLevel: 'ERROR',
    retryDelaysMs: [1_000, 2_000],
    print: (line) => console.error(line),
  });
  try {
    return await publishAll(host.broker?.url ?? '', load);
  } finally {
    await host.stop();
  }
}

async function publishAll(url: string, { ticksPerMessage, topicPerStock }: Load): Promise<number> {
  const client = await connectAsync(url);
  const publish = (stock: number, from: number, count: number) => {
    const ticks = Array.from({ length: count }, (_, index) => wireTick(stock, from + index));
    const payload = JSON.stringify(count === 1 ? ticks[0] : ticks);
    return client.publishAsync(topicPerStock ? `${TOPIC}/${stock}` : TOPIC, payload, { qos: 1 });
  };
  // The first invocation loads the function; that is not what is measured.
  await publish(0, 0, 1);
  const perStock = TICKS / STOCKS;
  const startedAt = performance.now();
  const published: Promise<unknown>[] = [];
  for (let from = 1; from <= perStock; from += ticksPerMessage) {
    for (let stock = 0; stock < STOCKS; stock++) published.push(publish(stock, from, ticksPerMessage));
  }
  await Promise.all(published);
  const seconds = (performance.now() - startedAt) / 1_000;
  await client.endAsync();
  return TICKS / seconds;
}

function wireTick(stock: number, number: number) {
  return {
    stock_id: `00000000-0000-4000-8000-00000000000${stock}`,
    name: `Stock ${stock}`,
    price: 20 + (number % 10),
    availability: 100,
    timestamp: new Date(START + number * 1_000).toISOString(),
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
