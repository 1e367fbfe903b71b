import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { NO_SHARES, quantity } from '../../../functions/domain/money';
import { TICKS_PER_PAGE } from '../../../functions/domain/stock';
import { inParallel } from '../../../functions/in-parallel';
import { newestTicks } from '../../../functions/storage/history/newest-ticks';
import { readRange } from '../../../functions/storage/history/read-range';
import { toLateTickItem } from '../../../functions/storage/items/history';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { take } from '../../../functions/storage/table/read-backwards';
import { aTick, CIB, seconds, units } from '../../../testing/builders';
import { documents, openTestStore, type TestStore } from '../../../testing/test-store';

/** An hour that is over, with its ticks in pages and its candles closed, into which more and more ticks come late. */
const LATE_TICKS = 10_000;
const SPACING_SECONDS = 0.3;

let store: TestStore;
let costs: Record<'first' | 'last', Awaited<ReturnType<typeof measure>>>;

beforeAll(async () => {
  store = await openTestStore();
  const everyMinute = Array.from({ length: 4 * TICKS_PER_PAGE }, (_, index) =>
    aTick({ price: 10, availability: 0, at: seconds(60 * index + 30) }),
  );
  for (let start = 0; start < everyMinute.length; start += TICKS_PER_PAGE)
    await matchTicks(store, CIB, everyMinute.slice(start, start + TICKS_PER_PAGE));
  await matchTicks(store, CIB, [aTick({ price: 10, availability: 0, at: seconds(6_000) })]);
  const first = await measure(1);
  await putLateTicks(LATE_TICKS - 2);
  costs = { first, last: await measure(LATE_TICKS) };
}, 120_000);

/** What it costs to take the late tick, to take it again, and to read what there is then. */
async function measure(number: number) {
  const late = aTick({ price: 11, availability: 0, at: seconds(1_800 + number / 1e6) });
  const tick = await store.meter.measure(() => matchTicks(store, CIB, [late]));
  const again = await store.meter.measure(() => matchTicks(store, CIB, [late]));
  const stock = await readStock(store, CIB);
  if (!stock) throw new Error('no stock');
  const hour = { from: seconds(0), to: seconds(3_600 - 0.000_001) };
  return {
    tick,
    again,
    newest: await store.meter.measure(() => take(newestTicks(store, stock, hour), 5)),
    hour: await store.meter.measure(() => readRange(store, stock, hour, 5)),
  };
}

/** All over the hour, as matching puts them; what they add to candles is none of what is read here. */
async function putLateTicks(count: number): Promise<void> {
  const items = Array.from({ length: count }, (_, index) => {
    const timestamp = seconds(1 + index * SPACING_SECONDS);
    const tick = { timestamp, price: units(10), availability: quantity(0), traded: NO_SHARES };
    return toLateTickItem(CIB, tick, index, undefined);
  });
  const batches = Array.from({ length: Math.ceil(count / 25) }, (_, index) =>
    items.slice(25 * index, 25 * (index + 1)),
  );
  await inParallel(batches, (batch) =>
    documents().send(
      new BatchWriteCommand({
        RequestItems: { [store.tableName]: batch.map((Item) => ({ PutRequest: { Item } })) },
      }),
    ),
  );
}

test('the 10,000th late tick of an hour costs the same as the first', () => {
  expect(costs.last.tick).toEqual(costs.first.tick);
  expect(costs.last.tick.writeUnits).toBeLessThanOrEqual(10);
  expect(costs.last.tick.readUnits).toBeLessThanOrEqual(8);
});

test('recognizing that tick as a duplicate costs the same, too', () => {
  expect(costs.last.again).toEqual(costs.first.again);
  expect(costs.last.again.writeUnits).toBe(0);
});

test('reading that hour and its newest ticks costs the same, too', () => {
  expect(costs.last.hour.calls).toBeLessThanOrEqual(costs.first.hour.calls);
  expect(costs.last.hour.readUnits).toBeLessThanOrEqual(costs.first.hour.readUnits + 1);
  expect(costs.last.newest.calls).toBeLessThanOrEqual(costs.first.newest.calls);
  expect(costs.last.newest.readUnits).toBeLessThanOrEqual(costs.first.newest.readUnits + 1);
});
