import type { UserId } from '../../functions/domain/ids';
import { holdingKey } from '../../functions/storage/items/holding';
import { openApi, type TestApi } from '../../testing/api';
import { aUser, buy, CIB, seconds, sell, tick, units } from '../../testing/builders';
import { plant } from '../audit/audited';

/** Ann buys one at 10 and one at 10.0001, and sells one at 12: half of what she paid has gone with it. */
let api: TestApi;
let ann: UserId;
let bob: UserId;

let at = 0;

beforeAll(async () => {
  api = await openApi();
});

async function priced(price: number, availability = 0): Promise<void> {
  api.store.clock.advance({ seconds: 1 });
  await tick(api.store, { price, availability, at: seconds(++at) });
}

beforeEach(async () => {
  [ann, bob] = [await aUser(api.store, { cash: 1_000 }), await aUser(api.store)];
  for (const price of [10, 10.0001]) {
    await priced(price, 1);
    await buy(api.store, ann, { total: 1, upper: 11 });
  }
  await sell(api.store, ann, { total: 1, lower: 12 });
  await priced(12);
});

const page = async () => (await api.call('get-user', { as: { userId: ann } })).json;

test('a position shows its realized profit, and its average price is unchanged', async () => {
  const [position] = (await page()).stocks;
  expect(position).toMatchObject({
    ...{ total_count: 1, average_price: 10.00005, cost: 10.0001 },
    ...{ realized_profit: 2, market_value: 12, unrealized_profit: 1.9999 },
  });
});

test('a sell shows its cost and its profit, a buy neither', async () => {
  const { recent_transactions } = await page();
  expect(recent_transactions.slice(0, 2)).toMatchObject([
    { type: 'Sell', total_price: 12, cost: 10, realized_profit: 2 },
    { type: 'Buy', total_price: 10.0001, cost: null, realized_profit: null },
  ]);
});

test('a sell of the whole position at a loss, filled on placement, shows it', async () => {
  await priced(9);
  await sell(api.store, ann, { total: 1, lower: 1 });
  const { stocks, recent_transactions } = await page();
  expect(stocks).toEqual([]);
  expect(recent_transactions[0]).toMatchObject({ total_price: 9, cost: 10.0001, realized_profit: -1.0001 });
});

test('neither is shown to others', async () => {
  const fillsFor = async (userId: UserId, isAdmin = false) =>
    (await api.call('list-stock-transactions', { as: { userId, isAdmin }, path: { stock_id: CIB } })).json
      .results;
  expect((await fillsFor(bob))[0]).toMatchObject({ type: 'Sell', cost: null, realized_profit: null });
  expect((await fillsFor(ann))[0]).toMatchObject({ cost: 10, realized_profit: 2 });
  expect((await fillsFor(bob, true))[0]).toMatchObject({ cost: 10, realized_profit: 2 });
});

test('a holding left by an earlier version carries on from its cost', async () => {
  const old = { userId: ann, stockId: CIB, available: 3, frozen: 0, cost: units(10), openSells: 0 };
  const { userId, stockId, ...parts } = old;
  await plant(api.store, holdingKey(userId, stockId), { ...parts, costExcess: 0n, realized: 0n });
  await sell(api.store, ann, { total: 1, lower: 12 });
  const [position] = (await page()).stocks;
  expect(position).toMatchObject({
    total_count: 2,
    cost: 6.6667,
    average_price: 10 / 3,
    realized_profit: 8.6667,
  });
});
