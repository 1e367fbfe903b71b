import type { UserId } from '../../functions/domain/ids';
import { openApi, type TestApi } from '../../testing/api';
import { aUser, CIB } from '../../testing/builders';

/** Fees as the deployment sets them, from the request to what people are told. */
let api: TestApi;
let ann: UserId;

beforeAll(async () => {
  api = await openApi();
  ann = await aUser(api.store, { cash: 10_000 });
  Object.assign(process.env, { FEE_BASIS_POINTS: '12.5', FEE_PER_SHARE: '0.01', FEE_MINIMUM: '2' });
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  await api.publish({ stock_id: CIB, name: 'CIB', price: 10, availability: 100, timestamp: at(-1_000) });
});

afterAll(() => {
  for (const name of ['FEE_BASIS_POINTS', 'FEE_PER_SHARE', 'FEE_MINIMUM', 'FEE_SIDES'])
    delete process.env[name];
});

const me = () => ({ as: { userId: ann } });
const place = (side: 'buy' | 'sell', body: object) =>
  api.call(`place-${side}`, { ...me(), body: { stock_id: CIB, ...body } });

test('a buy shows what it holds and was charged, and the ledger agrees', async () => {
  const { json } = await place('buy', { total: 400, upper_bound: 11 });
  // 4,400 and 5.5 + 4 to hold, of which 1,000 and 1.25 + 1 are spent.
  expect(json).toMatchObject({
    ...{ filled: 100, fees: 2.25, average_fill_price: 10 },
    hold: { initial: 4_409.5, captured: 1_002.25, remaining: 3_307.125, released: 100.125 },
  });
  const { json: user } = await api.call('get-user', me());
  expect(user).toMatchObject({ balance: 8_997.75, frozen: 3_307.125 });
  expect(user.stocks[0]).toMatchObject({ cost: 1_002.25, average_price: 10.0225, unrealized_profit: -2.25 });
  expect(user.recent_transactions[0]).toMatchObject({ type: 'Buy', total_price: 1_000, fee: 2.25 });
});

test("a sell's fee reduces its proceeds and its profit", async () => {
  const { json } = await place('sell', { total: 50, lower_bound: 9 });
  expect(json).toMatchObject({ status: 'filled', fees: 2, hold: { initial: 50, captured: 50 } });
  const { json: user } = await api.call('get-user', me());
  expect(user.recent_transactions[0]).toMatchObject({
    type: 'Sell',
    total_price: 500,
    fee: 2,
    realized_profit: -3.125,
  });
  expect(user.stocks[0]).toMatchObject({ realized_profit: -3.125 });
});

test('what others paid in fees is hidden', async () => {
  const bob = await aUser(api.store);
  const request = { as: { userId: bob }, path: { stock_id: CIB } };
  const { json } = await api.call('list-stock-transactions', request);
  expect(json.results).toMatchObject([{ fee: null }, { fee: null }]);
});

test('one side may be exempt from fees', async () => {
  process.env.FEE_SIDES = 'sell';
  const { json } = await place('buy', { total: 1, upper_bound: 5 });
  expect(json).toMatchObject({ fees: 0, hold: { initial: 5 } });
});
