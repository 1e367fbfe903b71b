/**
 * Loads a history through the matcher's own handler, in messages of 500 ticks, on the embedded engine on a file,
 * and then reads ranges of it: `npm run bench:history -- --ticks 1000000`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { after, formatInstant, MICROSECONDS } from '../functions/domain/instant';
import { money, toJsonNumber } from '../functions/domain/money';
import type { TimeRange } from '../functions/domain/range';
import { readRange } from '../functions/storage/history/read-range';
import { readRecentFills } from '../functions/storage/queries/read-recent-fills';
import { readStock } from '../functions/storage/queries/read-stock';
import { startEngine } from '../local/table/engine';
import { seededRandom } from '../market/seeded-random';
import { openApi, type TestApi } from '../testing/api';
import { at } from '../testing/arbitraries';
import { CIB } from '../testing/builders';
import { type Columns, randomColumns } from '../testing/long-history';
import { meter } from '../testing/meter';
import { only, synthesize } from '../testing/synthesize';
import { TestTable } from '../testing/test-table';
import { printTable } from './table';

const FIRST = at('2021-01-01T00:00:00Z');
/** A million ticks are five years. */
const TICKS_PER_DAY = 548;
const HOURS_OF_TRADING = 8;
const TICKS_PER_MESSAGE = 500;
const LENGTHS: Record<string, number> = {
  'a minute': MICROSECONDS.minute,
  'an hour': MICROSECONDS.hour,
  'a day': MICROSECONDS.day,
  'a month': 30 * MICROSECONDS.day,
  'a year': 365 * MICROSECONDS.day,
  'four years': 4 * 365 * MICROSECONDS.day,
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ticks: { type: 'string', default: '100000' },
      ranges: { type: 'string', default: '50' },
      seed: { type: 'string', default: '1' },
    },
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'trading-bench-'));
  const engine = await startEngine({ dataFile: path.join(folder, 'history.db') });
  try {
    process.env.TEST_DYNAMODB_ENDPOINT = engine.endpoint;
    process.env.TEST_TABLE_PROPERTIES = JSON.stringify(only(synthesize(), 'AWS::DynamoDB::Table').Properties);
    const api = await openApi();
    const [ticks, ranges, seed] = [Number(values.ticks), Number(values.ranges), Number(values.seed)];
    const days = Math.ceil(ticks / TICKS_PER_DAY);
    await load(api, randomColumns(ticks, { from: FIRST, days, hours: HOURS_OF_TRADING }, seed));
    await readRanges(api, ranges, days * MICROSECONDS.day, seededRandom(seed));
  } finally {
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function load(api: TestApi, columns: Columns): Promise<void> {
  const { store, useStore } = await import('../functions/environment');
  const client = new TestTable(store().client);
  useStore({ ...store(), client });
  const count = columns.timestamps.length;
  const startedAtMs = performance.now();
  const { writeUnits, readUnits, calls } = await meter(client).measure(async () => {
    for (let start = 0; start < count; start += TICKS_PER_MESSAGE)
      await api.publish(messageOf(columns, start, Math.min(count, start + TICKS_PER_MESSAGE)));
  });
  const elapsedSeconds = (performance.now() - startedAtMs) / 1_000;
  printTable(
    ['ticks', 'seconds', 'ticks a second', 'write units a tick', 'read units a tick', 'calls a message'],
    [
      [
        count,
        elapsedSeconds,
        count / elapsedSeconds,
        writeUnits / count,
        readUnits / count,
        calls / Math.ceil(count / TICKS_PER_MESSAGE),
      ],
    ],
  );
}

function messageOf({ timestamps, prices }: Columns, start: number, end: number) {
  return Array.from({ length: end - start }, (_, offset) => ({
    stock_id: CIB,
    name: 'CIB',
    price: toJsonNumber(money(BigInt(prices[start + offset] ?? 0))),
    availability: (start + offset) % 1_000,
    timestamp: formatInstant(after(FIRST, (timestamps[start + offset] ?? 0) - FIRST)),
  }));
}

async function readRanges(
  { store }: TestApi,
  count: number,
  historyLength: number,
  random: () => number,
): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const [name, length] of Object.entries(LENGTHS)) {
    if (length > historyLength) continue;
    let [calls, roundTrips, readUnits] = [0, 0, 0];
    const latenciesMs: number[] = [];
    for (let index = 0; index < count; index++) {
      const from = after(FIRST, Math.floor(random() * (historyLength - length)));
      const startedAtMs = performance.now();
      const usage = await store.meter.measure(() => readPage(store, { from, to: after(from, length) }));
      latenciesMs.push(performance.now() - startedAtMs);
      calls = Math.max(calls, usage.calls);
      roundTrips = Math.max(roundTrips, usage.roundTrips);
      readUnits = Math.max(readUnits, usage.readUnits);
    }
    latenciesMs.sort((a, b) => a - b);
    rows.push([name, calls, roundTrips, readUnits, latenciesMs[count >> 1] ?? 0, latenciesMs.at(-1) ?? 0]);
  }
  printTable(['range', 'calls, most', 'waits, most', 'read units, most', 'median ms', 'slowest ms'], rows);
}

async function readPage(store: TestApi['store'], range: TimeRange): Promise<void> {
  const [stock] = await Promise.all([readStock(store, CIB), readRecentFills(store, CIB, 5, range)]);
  if (stock) await readRange(store, stock, range, 5);
}

void main();
