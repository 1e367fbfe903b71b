/**
 * `npm run bench:matching`: ticks and fills a second through the matcher's own code on the embedded engine on a file.
 * It runs in this process: no MQTT, no function, no worker, and nobody follows the table to tell of the fills. What a
 * user gets is measured by `npm run bench`; this tells how much of it is the matcher's own, and what it costs on AWS.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { matchTicks } from '../functions/storage/matching/match-ticks';
import { startEngine } from '../local/table/engine';
import { aTick, aUser, buy, CIB, seconds, tick } from '../testing/builders';
import { crowdTheBook } from '../testing/crowd';
import { only, synthesize } from '../testing/synthesize';
import { openTestStore, type TestStore } from '../testing/test-store';
import { printTable } from './table';

const TICKS = 500;
const FILLS = 300;

type Row = readonly [string, number, number, number, string];

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trading-bench-'));
  const engine = await startEngine({ dataFile: path.join(folder, `${randomUUID()}.db`) });
  try {
    process.env.TEST_DYNAMODB_ENDPOINT = engine.endpoint;
    process.env.TEST_TABLE_PROPERTIES = JSON.stringify(only(synthesize(), 'AWS::DynamoDB::Table').Properties);
    const rows = [
      await quietTicks('ticks, nothing pending', 0, 1, '207'),
      await quietTicks('ticks, 100,000 not matching', 100_000, 1, '49'),
      await quietTicks('ticks, 100 a message', 0, 100, '-'),
      await fills('fills, one a tick', 1, '106'),
      await fills('fills, a hundred a tick', 100, '262'),
    ];
    console.log('The matcher alone, in one process: without MQTT, functions and events.');
    printTable(['what', 'a second', 'write units each', 'read units each', 'the original a second'], rows);
  } finally {
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function quietTicks(name: string, pending: number, batch: number, original: string): Promise<Row> {
  const store = await openTestStore();
  await tick(store, { price: 100, availability: 0 });
  await crowdTheBook(store, pending, () => ({ lower: 0, upper: 90 }));
  const ticks = Array.from({ length: TICKS * batch }, (_, index) =>
    aTick({ price: 100, at: seconds(index + 1) }),
  );
  return await measured(name, store, ticks.length, original, async () => {
    for (let start = 0; start < ticks.length; start += batch)
      await matchTicks(store, CIB, ticks.slice(start, start + batch));
  });
}

async function fills(name: string, perTick: number, original: string): Promise<Row> {
  const store = await openTestStore();
  await tick(store, { price: 100, availability: 0 });
  for (let count = 0; count < FILLS; count++)
    await buy(store, await aUser(store, { cash: 10 }), { total: 1 });
  return await measured(name, store, FILLS, original, async () => {
    for (let filled = 0; filled < FILLS; filled += perTick) {
      await tick(store, { price: 10, availability: perTick, at: seconds(filled + 1) });
    }
  });
}

async function measured(
  name: string,
  store: TestStore,
  count: number,
  original: string,
  work: () => Promise<void>,
): Promise<Row> {
  const startedAtMs = performance.now();
  const { writeUnits, readUnits } = await store.meter.measure(work);
  const elapsedSeconds = (performance.now() - startedAtMs) / 1000;
  return [name, count / elapsedSeconds, writeUnits / count, readUnits / count, original];
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
