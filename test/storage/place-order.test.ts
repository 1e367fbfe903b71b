import { readOrder } from '../../functions/storage/queries/read-order';
import { aUser, balance, buy, seconds, shares, tick, units } from '../support/builders';
import { openTestStore, type TestStore } from '../support/test-store';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});

test("the seed's example: half is filled at once, the rest on a later tick", async () => {
  const user = await aUser(store, { cash: 2000 });
  await tick(store, { price: 20, availability: 50 });
  const order = await buy(store, user, { total: 100, upper: 20 });
  expect(order).toMatchObject({ status: 'partially_filled', remaining: 50 });
  expect(await balance(store, user)).toEqual({ available: 0n, frozen: units(1000) });
  await tick(store, { price: 20, availability: 70, at: seconds(1) });
  expect(await readOrder(store, user, order.id)).toMatchObject({ status: 'filled', remaining: 0 });
  expect(await balance(store, user)).toEqual({ available: 0n, frozen: 0n });
  expect(await shares(store, user)).toEqual({ available: 100, frozen: 0, cost: units(2000) });
});
