import type { OrderId, UserId } from '../../functions/domain/ids';
import { useStore } from '../../functions/environment';
import { openApi, type TestApi } from '../../testing/api';
import { aUser, buy, CIB, seconds, sell, tick } from '../../testing/builders';
import { notedRetry } from '../../testing/patience';
import { changingNothing } from '../../testing/whole-table';

/** Two seconds after an order's end, and nobody has swept: everybody must tell the same of it. */
let api: TestApi;
let ann: UserId;
let buyId: OrderId;
let sellId: OrderId;
beforeEach(async () => {
  api = await openApi();
  useStore({ ...api.store, retry: notedRetry() });
  ann = await aUser(api.store, { cash: 1000 });
  await tick(api.store, { price: 10, availability: 10 });
  await buy(api.store, ann, { total: 10, upper: 10 });
  const end = { timeInForce: 'gtd', expiresAt: seconds(60) } as const;
  buyId = (await buy(api.store, ann, { total: 100, upper: 5, ...end })).id;
  sellId = (await sell(api.store, ann, { total: 8, lower: 50, ...end })).id;
  api.store.clock.advance({ seconds: 62 });
});

const as = () => ({ as: { userId: ann, username: 'ann' } });
const OVER = {
  status: 'expired',
  status_reason: 'time_in_force',
  closed_at: '2026-01-05T12:01:00Z',
  hold: { remaining: 0 },
};

test('it reads as expired, on its own and in every list', async () => {
  await changingNothing(api.store, async () => {
    for (const order_id of [buyId, sellId])
      expect((await api.call('get-order', { ...as(), path: { order_id } })).json).toMatchObject(OVER);
    const listed = async (status: string) =>
      (await api.call('list-orders', { ...as(), query: { status } })).json.results;
    expect(await listed('open')).toEqual([]);
    expect(await listed('closed')).toMatchObject([
      { id: sellId, ...OVER },
      { id: buyId, ...OVER },
      { status: 'filled' },
    ]);
    expect(await listed('all')).toHaveLength(3);
  });
});

test("what it held is free on its user's page and in the list of users", async () => {
  await changingNothing(api.store, async () => {
    const { json } = await api.call('get-user', as());
    expect(json).toMatchObject({ balance: 900, frozen: 0, stocks: [{ total_count: 10, frozen_count: 0 }] });
    const admin = { as: { userId: 'root' as UserId, username: 'root', isAdmin: true } };
    const users = await api.call('list-users', admin);
    expect(users.json.results).toMatchObject([{ balance: 900, frozen: 0, open_buys: 0 }]);
  });
});

test.each([
  ['deposit', 910],
  ['withdraw', 890],
] as const)('what it held is free in the answer to a %s, with a key and without', async (name, balance) => {
  const after = (money: number) => ({ balance: money, frozen: 0, open_buys: 0 });
  const key = { 'idempotency-key': 'payday' };
  const keyed = await api.call(name, { ...as(), body: { amount: 10 }, headers: key });
  expect(keyed.json).toMatchObject(after(balance));
  expect((await api.call(name, { ...as(), body: { amount: 10 }, headers: key })).json).toEqual(keyed.json);
  const { json } = await api.call(name, { ...as(), body: { amount: 10 } });
  expect(json).toMatchObject(after(2 * balance - 900));
});

test('its money is available for a withdrawal', async () => {
  const { status, json } = await api.call('withdraw', { ...as(), body: { amount: 900 } });
  expect([status, json.balance, json.frozen]).toEqual([200, 0, 0]);
});

test('its money is available for a buy, and its shares for a sell', async () => {
  const bought = await api.call('place-buy', {
    ...as(),
    body: { stock_id: CIB, total: 90, upper_bound: 10 },
  });
  expect(bought.status).toBe(200);
  const sold = await api.call('place-sell', { ...as(), body: { stock_id: CIB, total: 10, lower_bound: 60 } });
  expect(sold.status).toBe(200);
});

test('its money is available when another order asks for more', async () => {
  const other = await buy(api.store, ann, { total: 1, upper: 1 });
  const { status } = await api.call('replace-order', {
    ...as(),
    path: { order_id: other.id },
    body: { total: 800 },
  });
  expect(status).toBe(200);
});

test('it can no longer be canceled or replaced, and trying frees its money', async () => {
  for (const order_id of [buyId, sellId]) {
    const replaced = await api.call('replace-order', { ...as(), path: { order_id }, body: { total: 5 } });
    expect([replaced.status, replaced.json.code]).toEqual([409, 'order_closed']);
    const canceled = await api.call('cancel-order', { ...as(), path: { order_id } });
    expect([canceled.status, canceled.json.code]).toEqual([409, 'order_closed']);
    expect((await api.call('get-order', { ...as(), path: { order_id } })).json).toMatchObject(OVER);
  }
  expect((await api.call('get-user', as())).json).toMatchObject({ balance: 900, frozen: 0 });
});

test('the sweep leaves it reading the same', async () => {
  const read = async () => (await api.call('get-order', { ...as(), path: { order_id: buyId } })).json;
  const before = await read();
  const { handler } = await import('../../functions/jobs/expire-orders');
  await handler();
  expect(await read()).toEqual({ ...before, version: before.version + 1 });
});

test('a withdrawal beyond what it frees is refused', async () => {
  const { json } = await api.call('withdraw', { ...as(), body: { amount: 901 } });
  expect(json.code).toBe('insufficient_funds');
});
