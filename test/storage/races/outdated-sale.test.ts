import { fillAt } from '../../../functions/domain/fill';
import type { EntryId } from '../../../functions/domain/ids';
import { changeWrites } from '../../../functions/storage/matching/change-writes';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { aUser, buy, CIB, NOON, seconds, sell, shares, tick } from '../../../testing/builders';
import { openTestStore } from '../../../testing/test-store';

/** Found by the simulation: the matcher died of a division by the zero shares that were left. */
test('a sale that someone else has committed since the stock was read is a version conflict', async () => {
  const store = await openTestStore();
  const ann = await aUser(store, { cash: 100 });
  await tick(store, { price: 10, at: NOON });
  await buy(store, ann, { total: 5, upper: 10 });
  const order = await sell(store, ann, { total: 5, lower: 20 });
  await tick(store, { price: 20, at: seconds(1) });
  const quote = (await readStock(store, CIB))?.quote;
  if (!quote) throw new Error('a tick makes a quote');
  expect(await shares(store, ann)).toMatchObject({ available: 0, frozen: 0 });
  const outdated = fillAt(order, quote, order.total, store.newId(NOON) as EntryId, store.now());
  await expect(changeWrites(store, [], [outdated])).rejects.toMatchObject({ name: 'VersionConflict' });
});
