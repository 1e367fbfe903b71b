import { openTestStore } from '../../testing/test-store';
import { audited } from './audited';
import { Market } from './market';

test('nothing is found in an empty table', async () => {
  const report = await audited(await openTestStore());
  expect(report).toMatchObject({ violationCount: 0, undecidedCount: 0, runs: 1 });
  expect(report.counts).toMatchObject({ items: 0, users: 0, stocks: 0, orders: 0 });
  expect(report.finishedAt).toBeDefined();
});

test.each([1, 2, 3])('nothing is found after a mixed workload of seed %i', async (seed) => {
  const store = await openTestStore();
  const market = await Market.open(store, { seed });
  for (let step = 0; step < 150; step++) {
    await market.step();
    if (step % 10 === 0) store.clock.advance({ seconds: 1 });
  }
  const report = await audited(store);
  expect(report.violations).toEqual([]);
  expect(report).toMatchObject({ violationCount: 0, undecidedCount: 0 });
  expect(report.counts.fills).toBeGreaterThan(15);
  expect(report.counts.bookEntries).toBeGreaterThan(0);
});
