import type { Order } from '../../../functions/domain/order';
import type { OrderType } from '../../../functions/domain/order-type';
import { isConflict, StoreUnavailable } from '../../../functions/storage/table/retry';
import type { Store } from '../../../functions/storage/table/store';
import { Turns } from '../../../functions/storage/table/turns';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import { replaceOrder } from '../../../functions/storage/transactions/replace-order';
import { seededRandom } from '../../../market/seeded-random';
import { openMarket } from '../../../testing/ann';
import { aRequest, aUser, buy, CIB, OPTIONS, type OrderParts, tick, units } from '../../../testing/builders';
import { DiscreteEvents } from '../../../testing/discrete-events';
import { openModelledStore } from '../../../testing/modelled-store';
import { inFull } from '../../../testing/scale';
import { changingNothing } from '../../../testing/whole-table';

/** On AWS a hundred orders for one stock that come at once are a hundred functions at once. */
const USERS = inFull(100, 40);

type Parts = OrderParts & { type?: OrderType };

async function atOnce(parts: Parts, turns?: Turns) {
  return await whatBecomesOf(turns, async (store) => {
    const users = await prepare(store, parts);
    return users.map(
      (userId) => () => placeOrder(store, aRequest('buy', { userId, total: 1, ...parts }), OPTIONS),
    );
  });
}

/** All that is prepared is then done at once, on tables with DynamoDB's latencies. */
async function whatBecomesOf(
  turns: Turns | undefined,
  prepare: (store: Store) => Promise<readonly (() => Promise<unknown>)[]>,
) {
  const events = new DiscreteEvents();
  const causes: unknown[] = [];
  const opened = await openModelledStore(events, seededRandom(11));
  const retry = { ...opened.retry, onRetry: (cause: unknown) => void causes.push(cause) };
  const prepared = prepare({ ...opened, turns, retry });
  await events.run();
  const all = await prepared;
  causes.length = 0;
  const startMs = events.nowMs;
  const outcomes = all.map((one) =>
    one().catch((error: unknown) => {
      if (error instanceof StoreUnavailable) return error;
      throw error;
    }),
  );
  await events.run();
  return {
    outcomes: await Promise.all(outcomes),
    conflicts: causes.filter(isConflict).length,
    seconds: (events.nowMs - startMs) / 1_000,
  };
}

const unavailableOf = (outcomes: readonly unknown[]) =>
  outcomes.filter((outcome) => outcome instanceof StoreUnavailable).length;

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

test.each<[string, Parts, number]>([
  ['that fill at once', { type: 'market' }, 7],
  ['that wait for a price', { type: 'stop', stop: 30 }, 7],
  ['that rest, with two bounds', { upper: 9, lower: 8 }, 0.2],
  ['that rest, with one', { upper: 9 }, 0.2],
])('of many orders for one stock at once, %s, all are placed', async (_what, parts, limit) => {
  const { outcomes, seconds } = await atOnce(parts);
  expect(unavailableOf(outcomes)).toBe(0);
  expect(seconds).toBeLessThan(limit);
});

test.each<[string, Parts]>([
  ['that fill at once', { type: 'market' }],
  ['that wait for a price', { type: 'stop', stop: 30 }],
])('of those %s in one process, none is overtaken by another', async (_what, parts) => {
  const { outcomes, conflicts, seconds } = await atOnce(parts, new Turns());
  expect([unavailableOf(outcomes), conflicts]).toEqual([0, 0]);
  expect(seconds).toBeLessThan(7);
});

test('nor are orders that are replaced in one process, and then fill', async () => {
  const { outcomes, conflicts } = await whatBecomesOf(new Turns(), async (store) => {
    const users = await prepare(store, { upper: 9 });
    const orders: Order[] = [];
    for (const userId of users.slice(0, 10)) orders.push(await buy(store, userId, { upper: 9, total: 1 }));
    const change = { upperBound: units(11) };
    return orders.map(
      ({ userId, id }) =>
        () =>
          replaceOrder(store, { userId, orderId: id, change }, OPTIONS),
    );
  });
  expect(conflicts).toBe(0);
  expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining({ remaining: 0 })));
});

test('an order whose turn comes only after its time is refused, and changes nothing', async () => {
  const { store } = await openMarket({ cash: 1_000, price: 10 });
  const turns = new Turns();
  const user = await aUser(store, { cash: 1_000 });
  let end = (): void => undefined;
  const before = turns.during(async (turn) => {
    await turn.take(CIB);
    await new Promise<void>((resolve) => {
      end = resolve;
    });
  });
  let nowMs = 0;
  const retry = { ...store.retry, nowMs: () => nowMs, lastAttemptAtMs: () => 1_000 };
  const hurried = { ...store, turns, retry };
  const placed = placeOrder(hurried, aRequest('buy', { userId: user, total: 1, upper: 20 }), OPTIONS);
  const outcome = expect(placed).rejects.toThrow(StoreUnavailable);
  await changingNothing(store, async () => {
    await new Promise((passed) => setTimeout(passed, 20));
    nowMs = 2_000;
    end();
    await before;
    await outcome;
  });
});
