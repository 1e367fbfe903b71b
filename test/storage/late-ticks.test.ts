import { recentTicks, statisticsOf, TICKS_PER_PAGE } from '../../functions/domain/stock';
import type { IncomingTick } from '../../functions/domain/tick';
import { advanceStock } from '../../functions/storage/advance-stock';
import { readStock } from '../../functions/storage/queries/read-stock';
import { aTick, CIB, seconds } from '../support/builders';
import { openTestStore, type TestStore } from '../support/test-store';

let store: TestStore;

beforeEach(async () => {
  store = await openTestStore();
});

function everySecond(count: number, from: number): IncomingTick[] {
  return Array.from({ length: count }, (_, index) => aTick({ price: 5 + index, at: seconds(from + index) }));
}

/** How many ticks the statistics hold. */
async function counted(): Promise<number | undefined> {
  const stock = await readStock(store, CIB);
  return stock && statisticsOf(stock).count;
}

test('a tick repeated within its message counts once, whatever is committed in between', async () => {
  await advanceStock(store, CIB, everySecond(TICKS_PER_PAGE, 0));
  await advanceStock(store, CIB, everySecond(1, 100));
  const late = everySecond(30, 0.5);
  const { duplicate } = await advanceStock(store, CIB, [...late, ...late.slice(0, 1)]);
  expect(duplicate).toBe(1);
  expect(await counted()).toBe(TICKS_PER_PAGE + 1 + 30);
});

test('a tick that came after its page was written is still among the latest', async () => {
  await advanceStock(store, CIB, everySecond(TICKS_PER_PAGE, 0));
  await advanceStock(store, CIB, everySecond(1, 100));
  const late = aTick({ price: 1, at: seconds(TICKS_PER_PAGE - 1.5) });
  await advanceStock(store, CIB, [late, aTick({ price: 2, at: seconds(0.5) })]);
  const stock = await readStock(store, CIB);
  const times = stock && recentTicks(stock).map(({ timestamp }) => timestamp);
  expect(times).toEqual([seconds(21), seconds(22), late.timestamp, seconds(23), seconds(100)]);
});
