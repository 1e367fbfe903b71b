import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Activity, costOf, totalOf } from '../../bench/cost/activity';
import { documentOf } from '../../bench/cost/document';
import { loadsTable } from '../../bench/cost/loads';
import { readPrices } from '../../bench/cost/prices';

const file = path.join(__dirname, '../../bench/cost/prices/us-east-1.json');
const prices = readPrices(file);

/** Nothing but what a row adds. */
const idle: Activity = {
  name: 'nothing',
  table: { roundTrips: 0, writeUnits: 0, readUnits: 0 },
  invocations: 0,
  memoryMegabytes: 1_024,
  apiRequests: 0,
  iotMessages: 0,
  events: 0,
};

test('doing nothing costs nothing', () => {
  expect(totalOf(costOf(idle, prices))).toBe(0);
});

test.each<[string, Partial<Activity>, object]>([
  ['a request', { apiRequests: 1 }, { ingress: 1 }],
  ['a message with its rule and its action', { iotMessages: 1 }, { ingress: 1.3 }],
  ['a message by Basic Ingest, into a stream', { basicIngest: 1, kinesisRecords: 1 }, { ingress: 0.314 }],
  ['units', { table: { roundTrips: 0, writeUnits: 4, readUnits: 2 } }, { table: 4 * 0.625 + 2 * 0.125 }],
  [
    'an invocation of 5 ms in a gigabyte, and its log of 1.5 KB',
    { invocations: 1 },
    { functions: 0.2 + 1e6 * 0.005 * 0.0000133334, logs: 0.75 },
  ],
  [
    'a round trip of 5 ms',
    { table: { roundTrips: 1, writeUnits: 0, readUnits: 0 } },
    { functions: 1e6 * 0.005 * 0.0000133334 },
  ],
])('a million times %s is priced correctly', (_what, parts, expected) => {
  const cost = new Map(Object.entries(costOf({ ...idle, ...parts }, prices)));
  for (const [name, amount] of Object.entries(expected)) expect(cost.get(name)).toBeCloseTo(amount, 9);
});

test('the page has a row of costs and a row of units for each activity', () => {
  const page = documentOf([{ ...idle, apiRequests: 1, name: 'page viewed' }], '| a load |', prices);
  expect(page).toContain('| page viewed | 1.00 | 0.00 | 0.00 | 0.00 | 0.00 | 1.00 |');
  expect(page).toContain('| page viewed | 0 | 0 | 0 |');
  expect(page).toContain('| a load |');
});

test('a load is priced for each way in, including the shards a stream needs', () => {
  const alone = { ...idle, iotMessages: 1 };
  const streamed = { ...idle, kinesisRecords: 1 };
  const ticks = { direct: alone, kinesis: streamed, array: idle, basicIngest: idle, floor: idle };
  const table = loadsTable(ticks, [{ ...idle, apiRequests: 1 }], prices);
  // 49 million messages at 1.3; as many records at 0.014, and a shard.
  expect(table).toContain('| one Nasdaq stock: 100 a second (49 M a month) | 64 | 12 | 0 | 0 | 0 |');
  expect(table).toMatch(/1 M orders a day.* \| 21 \| 21 \|/);
});

test('prices with one missing are refused, naming it', () => {
  const incomplete = path.join(mkdtempSync(path.join(tmpdir(), 'trading-prices-')), 'prices.json');
  writeFileSync(incomplete, JSON.stringify({ ...prices, logGigabyte: undefined }));
  expect(() => readPrices(incomplete)).toThrow('logGigabyte');
});
