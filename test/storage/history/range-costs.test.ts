import { after, type Instant, MICROSECONDS } from '../../../functions/domain/instant';
import { averageOf, money } from '../../../functions/domain/money';
import { type RangeReading, readRange } from '../../../functions/storage/history/read-range';
import { readRecentFills } from '../../../functions/storage/queries/read-recent-fills';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { seededRandom } from '../../../market/seeded-random';
import { at } from '../../../testing/arbitraries';
import { CIB } from '../../../testing/builders';
import { type Columns, putHistory, randomColumns } from '../../../testing/long-history';
import { inFull } from '../../../testing/scale';
import { openTestStore, type TestStore } from '../../../testing/test-store';

const COUNT = inFull(1_000_000, 40_000);
const FIRST = at('2021-01-01T00:00:00Z');
const DAYS = 5 * 365 + 1;
const RANGES = inFull(100, 25);

let store: TestStore;
let columns: Columns;

beforeAll(async () => {
  store = await openTestStore();
  columns = randomColumns(COUNT, { from: FIRST, days: DAYS, hours: 3 }, 1);
  await putHistory(store, columns);
}, 180_000);

/** The reads behind the page of a stock for a range. */
async function page(from: Instant, to: Instant): Promise<RangeReading> {
  const [stock] = await Promise.all([readStock(store, CIB), readRecentFills(store, CIB, 5, { from, to })]);
  if (!stock) throw new Error('no stock');
  return await readRange(store, stock, { from, to }, 5);
}

function bruteForce(from: Instant, to: Instant) {
  let [count, sum, high, low] = [0, 0, 0, Number.POSITIVE_INFINITY];
  columns.timestamps.forEach((timestamp, index) => {
    if (timestamp < from || timestamp > to) return;
    const price = columns.prices[index] ?? 0;
    count++;
    sum += price;
    high = Math.max(high, price);
    low = Math.min(low, price);
  });
  return { count, sum: BigInt(sum), ...(count > 0 && { high: BigInt(high), low: BigInt(low) }) };
}

function randomRanges(): [Instant, Instant][] {
  const random = seededRandom(2);
  return Array.from({ length: RANGES }, (_, index) => {
    const start = after(FIRST, Math.floor(random() * DAYS * MICROSECONDS.day));
    // From microseconds to years, each magnitude as likely as the next.
    const length = Math.floor(10 ** (random() * Math.log10(DAYS * MICROSECONDS.day)));
    return index % 10 === 0 ? [FIRST, after(start, length)] : [start, after(start, length)];
  });
}

test(`any range over ${COUNT} ticks and five years is exact, within 12 round trips and 60 read units`, async () => {
  const worst = { calls: 0, roundTrips: 0, readUnits: 0 };
  for (const [from, to] of randomRanges()) {
    let reading: RangeReading | undefined;
    const usage = await store.meter.measure(async () => {
      reading = await page(from, to);
    });
    worst.roundTrips = Math.max(worst.roundTrips, usage.roundTrips);
    worst.readUnits = Math.max(worst.readUnits, usage.readUnits);
    worst.calls = Math.max(worst.calls, usage.calls);
    const { count, sum, high, low } = bruteForce(from, to);
    const { summary } = reading ?? {};
    expect({ count: summary?.count ?? 0, sum: summary?.sum ?? 0n }).toEqual({ count, sum });
    expect([summary?.high, summary?.low]).toEqual([high, low]);
    if (summary) expect(averageOf(summary.sum, summary.count)).toBe(averageOf(money(sum), count));
  }
  expect(worst.roundTrips).toBeLessThanOrEqual(12);
  // Even if no two of them went at the same time.
  expect(worst.calls).toBeLessThanOrEqual(12);
  expect(worst.readUnits).toBeLessThanOrEqual(60);
}, 120_000);
