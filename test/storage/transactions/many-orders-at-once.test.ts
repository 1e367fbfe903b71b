import type { OrderType } from '../../../functions/domain/order-type';
import { StoreUnavailable } from '../../../functions/storage/table/retry';
import type { Store } from '../../../functions/storage/table/store';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import { seededRandom } from '../../../market/seeded-random';
import { aRequest, aUser, OPTIONS, type OrderParts, tick } from '../../../testing/builders';
import { DiscreteEvents } from '../../../testing/discrete-events';
import { openModelledStore } from '../../../testing/modelled-store';
import { inFull } from '../../../testing/scale';

/** On AWS a hundred orders for one stock that come at once are a hundred functions at once. */
const USERS = inFull(100, 40);

async function atOnce(parts: OrderParts & { type?: OrderType }) {
  const events = new DiscreteEvents();
  const store: Store = await openModelledStore(events, seededRandom(11));
  const prepared = prepare(store, parts);
  await events.run();
  const users = await prepared;
  const startMs = events.nowMs;
  const outcomes = users.map(async (userId) => {
    try {
      await placeOrder(store, aRequest('buy', { userId, total: 1, ...parts }), OPTIONS);
      return 'placed';
    } catch (error) {
      if (error instanceof StoreUnavailable) return 'unavailable';
      throw error;
    }
  });
  await events.run();
  const unavailable = (await Promise.all(outcomes)).filter((outcome) => outcome === 'unavailable').length;
  return { unavailable, seconds: (events.nowMs - startMs) / 1_000 };
}

async function prepare(store: Store, parts: OrderParts) {
  const users = [];
  for (let count = 0; count < USERS; count++) users.push(await aUser(store, { cash: 1_000 }));
  await tick(store, { price: 10, availability: 10_000 });
  // The first of its kind tells the stock where to look.
  await placeOrder(
    store,
    aRequest('buy', { userId: await aUser(store, { cash: 1_000 }), total: 1, ...parts }),
    OPTIONS,
  );
  return users;
}

test.each<[string, OrderParts & { type?: OrderType }, number]>([
  ['that fill at once', { type: 'market' }, 7],
  ['that wait for a price', { type: 'stop', stop: 30 }, 7],
  ['that rest, with two bounds', { upper: 9, lower: 8 }, 0.2],
  ['that rest, with one', { upper: 9 }, 0.2],
])('of many orders for one stock at once, %s, all are placed', async (_what, parts, limit) => {
  const { unavailable, seconds } = await atOnce(parts);
  expect(unavailable).toBe(0);
  expect(seconds).toBeLessThan(limit);
});
