import type { StockId, UserId } from '../../functions/domain/ids';
import { useStore } from '../../functions/environment';
import { readEquity } from '../../functions/storage/history/read-equity';
import { transfer } from '../../functions/storage/transactions/transfer';
import { openApi, type TestApi } from '../../testing/api';
import { aUser, buy, seconds, sell, tick, units } from '../../testing/builders';

const EFG = '11111111-1111-4111-8111-111111111111' as StockId;

let api: TestApi;
let ann: UserId;

/** Ann pays in 1000, buys at 10, sees 12 and 9, sells all of another stock, and takes out 50. */
beforeAll(async () => {
  api = await openApi();
  useStore(api.store);
  const { store } = api;
  ann = await aUser(store, { cash: 1000 });
  await tick(store, { price: 10, at: seconds(0) });
  await tick(store, { price: 5, at: seconds(0), stockId: EFG, name: 'EFG' });
  store.clock.advance({ seconds: 60 });
  await tick(store, { price: 10, at: seconds(60) });
  await tick(store, { price: 5, at: seconds(60), stockId: EFG, name: 'EFG' });
  await buy(store, ann, { total: 10, upper: 10 });
  await buy(store, ann, { total: 4, upper: 5, stockId: EFG });
  store.clock.advance({ seconds: 60 });
  await tick(store, { price: 12, at: seconds(120) });
  await tick(store, { price: 6, at: seconds(120), stockId: EFG, name: 'EFG' });
  await sell(store, ann, { total: 4, lower: 6, stockId: EFG });
  store.clock.advance({ seconds: 60 });
  await transfer(store, { userId: ann, type: 'withdrawal', amount: units(50) });
  await tick(store, { price: 9, at: seconds(180) });
  store.clock.advance({ seconds: 60 });
});

const ask = (query: Record<string, string> = {}) =>
  api.call('get-equity', { as: { userId: ann }, path: { user_id: ann }, query });

// biome-ignore lint/suspicious/noExplicitAny: rows of an answer, of which a test looks at some
const rows = (results: any[]) =>
  results.map(({ timestamp, cash, holdings, equity, deposited, profit }) => [
    timestamp.slice(11, 19),
    ...[cash, holdings, equity, deposited, profit],
  ]);

test('the course shows equity, deposits and profit, minute by minute', async () => {
  const { json } = await ask();
  expect(json.from).toBe('2026-01-05T12:00:00Z');
  expect(rows(json.results)).toEqual([
    ['12:00:00', 1000, 0, 1000, 0, 0],
    ['12:01:00', 880, 120, 1000, 0, 0],
    ['12:02:00', 904, 120, 1024, 0, 24],
    ['12:03:00', 854, 90, 944, -50, -6],
    ['12:04:00', 854, 90, 944, -50, -6],
  ]);
});

test('the last point matches the user page', async () => {
  const { json } = await ask();
  const user = (await api.call('get-user', { as: { userId: ann }, path: { user_id: ann } })).json;
  const last = json.results.at(-1);
  expect(last.cash).toBe(user.balance);
  expect(last.holdings).toBe(user.stocks[0].market_value);
});

test('a range counts from its start, at the prices before it', async () => {
  const dates = { from_date: '2026-01-05T12:01:30Z', to_date: '2026-01-05T12:02:30Z' };
  expect(rows((await ask(dates)).json.results)).toEqual([
    ['12:01:30', 880, 120, 1000, 0, 0],
    ['12:02:00', 904, 120, 1024, 0, 24],
    ['12:02:30', 904, 120, 1024, 0, 24],
  ]);
});

test('the course neither starts before the account nor reaches into the future', async () => {
  const { json } = await ask({ from_date: '2020-01-01 00:00:00', to_date: '2030-01-01 00:00:00' });
  expect([json.from, json.results.at(-1).timestamp]).toEqual([
    '2026-01-05T12:00:00Z',
    '2026-01-05T12:04:00Z',
  ]);
  const past = (await ask({ to_date: '2020-01-01 00:00:00' })).json.results;
  expect(past).toHaveLength(1);
});

test('an administrator may ask, another user may not, and an unknown user has none', async () => {
  const asked = async (userId: string, isAdmin: boolean, user: string) =>
    (await api.call('get-equity', { as: { userId: userId as UserId, isAdmin }, path: { user_id: user } }))
      .status;
  expect(await asked('root', true, ann)).toBe(200);
  expect(await asked('eve', false, ann)).toBe(403);
  expect(await asked('root', true, 'nobody')).toBe(404);
});

test('costs four calls and one of each stock’s candles, however long the ledger before', async () => {
  const { calls } = await api.store.meter.measure(() => ask());
  expect(calls).toBeLessThanOrEqual(6);
});

test('when there is too much to undo, the course begins later, and says so', async () => {
  const course = await readEquity(api.store, ann, {}, 2);
  expect(course?.from).toBe(seconds(120));
  expect(course?.points[0]).toMatchObject({ at: seconds(120), cash: units(904), deposited: units(0) });
});
