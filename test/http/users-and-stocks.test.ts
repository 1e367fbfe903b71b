import type { StockId, UserId } from '../../functions/domain/ids';
import { useStore } from '../../functions/environment';
import { openApi, type TestApi } from '../../testing/api';
import { aUser, buy, CIB, seconds, sell, tick } from '../../testing/builders';

const EFG = '11111111-1111-4111-8111-111111111111' as StockId;

let api: TestApi;
let ann: UserId;
let bob: UserId;
beforeAll(async () => {
  api = await openApi();
  useStore(api.store);
  ann = await aUser(api.store, { cash: 1000, name: 'ann' });
  bob = await aUser(api.store, { cash: 1000, name: 'bob' });
  for (const [index, price] of [8, 12, 10].entries())
    await tick(api.store, { price, availability: 10, at: seconds(index) });
  await tick(api.store, { price: 7, availability: 1, at: seconds(0.5), stockId: EFG, name: 'EFG' });
  await buy(api.store, ann, { total: 6, upper: 11 });
  await buy(api.store, bob, { total: 4, upper: 10 });
  await buy(api.store, ann, { total: 1, upper: 7, stockId: EFG });
  await sell(api.store, ann, { total: 1, lower: 7, stockId: EFG });
  await sell(api.store, ann, { total: 2, lower: 15 });
  await buy(api.store, ann, { total: 5, upper: 5 });
  await tick(api.store, { price: 13.5, availability: 9, at: seconds(3) });
});

test('a user page shows cash, frozen money, and each stock held with its profit', async () => {
  const { json } = await api.call('get-user', { as: { userId: ann } });
  expect(json).toMatchObject({
    id: ann,
    username: 'ann',
    email: 'ann@example.com',
    balance: 940,
    frozen: 25,
    open_buys: 1,
    created_at: '2026-01-05T12:00:00Z',
    stocks: [
      {
        stock_id: CIB,
        name: 'CIB',
        total_count: 6,
        frozen_count: 2,
        average_price: 10,
        cost: 60,
        market_value: 81,
        unrealized_profit: 21,
      },
    ],
  });
  expect(
    json.recent_transactions.map(({ type, total_price }: Record<string, unknown>) => [type, total_price]),
  ).toEqual([
    ['Sell', 7],
    ['Buy', 7],
    ['Buy', 60],
    ['Deposit', 1000],
  ]);
});

test('money moves by the amount, and the answer shows the user afterwards', async () => {
  const carl = await aUser(api.store);
  const call = (route: 'deposit' | 'withdraw', amount: unknown) =>
    api.call(route, { as: { userId: carl }, body: { amount } });
  expect((await call('deposit', '10.0001')).json).toMatchObject({ id: carl, balance: 10.0001, frozen: 0 });
  expect((await call('withdraw', 0.0001)).json).toMatchObject({ balance: 10 });
  const refused = await call('withdraw', 10.0001);
  expect([refused.status, refused.json.code]).toEqual([400, 'insufficient_funds']);
});

test("an administrator can move other users' money and see their pages", async () => {
  const carl = await aUser(api.store);
  const request = { as: { userId: ann, isAdmin: true }, path: { user_id: carl } };
  expect((await api.call('deposit', { ...request, body: { amount: 3 } })).json).toMatchObject({
    id: carl,
    balance: 3,
  });
  expect((await api.call('get-user', request)).json).toMatchObject({ id: carl, balance: 3 });
});

test('the ledger names the administrator who moved the money, or nobody if the user did', async () => {
  const carl = await aUser(api.store);
  const root = { userId: 'root' as UserId, username: 'root', isAdmin: true };
  await api.call('deposit', { as: root, path: { user_id: carl }, body: { amount: 5 } });
  await api.call('withdraw', { as: root, path: { user_id: carl }, body: { amount: 1 } });
  await api.call('deposit', { as: { userId: carl }, body: { amount: 2 } });
  const { json } = await api.call('list-transactions', { as: { userId: carl } });
  expect(json.results.map(({ type, by }: Record<string, unknown>) => [type, by])).toEqual([
    ['Deposit', null],
    ['Withdrawal', { id: 'root', username: 'root' }],
    ['Deposit', { id: 'root', username: 'root' }],
  ]);
});

test('the first tick of a day begins a new one', async () => {
  const stockId = '22222222-2222-4222-8222-222222222222' as StockId;
  const stock = async () =>
    (await api.call('get-stock', { as: { userId: ann }, path: { stock_id: stockId } })).json;
  await tick(api.store, { price: 3, at: seconds(0), stockId, name: 'Telecom' });
  const before = await stock();
  await tick(api.store, { price: 4, at: seconds(86_400), stockId, name: 'Telecom' });
  const after = await stock();
  expect(after.day).toEqual({ date: '2026-01-06', open: 4, high: 4, low: 4, volume: 0 });
  expect(after.version).toBe(before.version + 1);
});

test('a stock page shows the quote, the statistics, the latest ticks and the latest fills', async () => {
  const { json } = await api.call('get-stock', { as: { userId: 'eve' as UserId }, path: { stock_id: CIB } });
  expect(json).toMatchObject({
    stock_id: CIB,
    name: 'CIB',
    price: 13.5,
    availability: 9,
    timestamp: '2026-01-05T12:00:03Z',
    highest_price: 13.5,
    lowest_price: 8,
    average_price: 10.875,
    received_at: '2026-01-05T12:00:00Z',
    day: { date: '2026-01-05', open: 8, high: 13.5, low: 8, volume: 10 },
  });
  expect(json.version).toBeGreaterThan(4);
  expect(json.recent_data.map(({ price }: { price: number }) => price)).toEqual([13.5, 10, 12, 8]);
  expect(json.transactions).toMatchObject([
    { type: 'Buy', total_count: 4, stock_price: 10, total_price: 40 },
    { type: 'Buy', total_count: 6, stock_price: 10, total_price: 60 },
  ]);
});

describe.each([
  ['on a stock page', 'get-stock', 'transactions'],
  ['in the list of them', 'list-stock-transactions', 'results'],
] as const)('the user behind the fills %s', (_, route, field) => {
  async function namesFor(userId: UserId, isAdmin: boolean) {
    const { json } = await api.call(route, { as: { userId, isAdmin }, path: { stock_id: CIB } });
    return json[field].map(({ user, order_id }: Record<string, unknown>) => [user, order_id !== null]);
  }

  test('is shown to that user', async () => {
    expect(await namesFor(ann, false)).toEqual([
      [undefined, false],
      ['ann', true],
    ]);
    expect(await namesFor(bob, false)).toEqual([
      ['bob', true],
      [undefined, false],
    ]);
  });

  test('is shown to nobody else', async () => {
    expect(await namesFor('eve' as UserId, false)).toEqual([
      [undefined, false],
      [undefined, false],
    ]);
  });

  test('is shown to administrators', async () => {
    expect(await namesFor('root' as UserId, true)).toEqual([
      ['bob', true],
      ['ann', true],
    ]);
  });
});
