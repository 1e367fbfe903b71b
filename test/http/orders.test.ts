import type { OrderId, UserId } from '../../functions/domain/ids';
import { useStore } from '../../functions/environment';
import { openApi, type TestApi } from '../../testing/api';
import { anOrderId, aUser, buy, CIB, seconds, shares, tick } from '../../testing/builders';
import { failing, interfere, named } from '../../testing/interference';
import { notedRetry } from '../../testing/patience';
import { changingNothing } from '../../testing/whole-table';

/** What says that every order is meant. */
const ALL = { all: 'true' };

let api: TestApi;
let ann: UserId;
beforeEach(async () => {
  api = await openApi();
  useStore({ ...api.store, retry: notedRetry() });
  ann = await aUser(api.store, { cash: 1000 });
  await tick(api.store, { price: 10, availability: 4 });
});

const me = () => ({ userId: ann, username: 'ann' });

async function placed(body: object = {}) {
  const order = { stock_id: CIB, total: 10, upper_bound: 12, ...body };
  return (await api.call('place-buy', { as: me(), body: order })).json;
}

const onOrder = (order_id: OrderId | string) => ({ as: me(), path: { order_id } });

describe('placing', () => {
  test('a buy returns the order, with what the quote filled of it and how its hold is made up', async () => {
    expect(await placed({ lower_bound: '1.5' })).toEqual({
      id: expect.stringMatching(/^[0-9A-Z]{26}$/),
      user_id: ann,
      stock_id: CIB,
      stock: 'CIB',
      side: 'buy',
      type: 'limit',
      total: 10,
      filled: 4,
      remaining: 6,
      lower_bound: 1.5,
      upper_bound: 12,
      stop_price: null,
      triggered_at: null,
      take_profit: null,
      stop_loss: null,
      exit_order_id: null,
      parent_order_id: null,
      average_fill_price: 10,
      fees: 0,
      hold: { initial: 120, captured: 40, released: 8, remaining: 72 },
      time_in_force: 'gtc',
      expires_at: null,
      status: 'partially_filled',
      status_reason: null,
      created_at: '2026-01-05T12:00:00Z',
      updated_at: '2026-01-05T12:00:00Z',
      closed_at: null,
      closed_by: null,
      version: 2,
    });
  });

  test('a sell holds shares', async () => {
    await placed();
    const body = { stock_id: CIB, total: 3, lower_bound: 20 };
    const { json } = await api.call('place-sell', { as: me(), body });
    expect(json).toMatchObject({
      side: 'sell',
      status: 'new',
      hold: { initial: 3, captured: 0, released: 0, remaining: 3 },
      average_fill_price: null,
      fees: 0,
      upper_bound: null,
    });
  });

  test.each<[object, object]>([
    [{ time_in_force: 'ioc' }, { status: 'expired', status_reason: 'immediate_or_cancel', filled: 4 }],
    [{ time_in_force: 'fok' }, { status: 'rejected', status_reason: 'fill_or_kill', filled: 0 }],
    [
      { time_in_force: 'fok', total: 4 },
      { status: 'filled', filled: 4 },
    ],
    [{ time_in_force: 'day' }, { status: 'partially_filled', expires_at: '2026-01-06T00:00:00Z' }],
    [
      { time_in_force: 'gtd', expires_at: '2026-01-05 12:00:01' },
      { status: 'partially_filled', expires_at: '2026-01-05T12:00:01Z' },
    ],
  ])('%j results in %j', async (body, expected) => {
    expect(await placed(body)).toMatchObject(expected);
  });

  test.each<[object, number, string]>([
    [{ total: 1000 }, 400, 'insufficient_funds'],
    [{ lower_bound: 13 }, 400, 'invalid_bounds'],
    [{ total: 100_000_000_000 }, 400, 'order_too_large'],
    [{ time_in_force: 'gtd', expires_at: '2026-01-05T12:00:00Z' }, 400, 'expiry_in_the_past'],
    [{ stock_id: '00000000-0000-4000-8000-000000000000' }, 404, 'stock_not_found'],
  ])('%j is a %d %s, and changes nothing', async (body, status, code) => {
    const refused = await changingNothing(api.store, () => placed(body));
    expect(refused).toMatchObject({ status, code });
  });
});

test('reading an order returns it as placed', async () => {
  const order = await placed();
  expect((await api.call('get-order', onOrder(order.id))).json).toEqual(order);
  expect((await api.call('get-order', onOrder(order.id.toLowerCase()))).json).toEqual(order);
});

test("somebody else's order is not found under the caller's user", async () => {
  const bob = await aUser(api.store, { cash: 100 });
  const { id } = await buy(api.store, bob, { total: 1, upper: 1 });
  for (const route of ['get-order', 'cancel-order'] as const) {
    const { status } = await changingNothing(api.store, () => api.call(route, onOrder(id)));
    expect([route, status]).toEqual([route, 404]);
  }
});

describe('canceling', () => {
  test('returns the order with its hold released; a second time it is closed', async () => {
    const { id } = await placed();
    const { json } = await api.call('cancel-order', onOrder(id));
    expect(json).toMatchObject({
      status: 'canceled',
      status_reason: 'canceled_by_user',
      hold: { initial: 120, captured: 40, released: 80, remaining: 0 },
      closed_at: '2026-01-05T12:00:00Z',
    });
    const again = await changingNothing(api.store, () => api.call('cancel-order', onOrder(id)));
    expect([again.status, again.json.code]).toEqual([409, 'order_closed']);
  });

  test('by an administrator is marked as such', async () => {
    const { id } = await placed();
    const path = { user_id: ann, order_id: id };
    const as = { userId: 'root' as UserId, username: 'root', isAdmin: true };
    const { json } = await api.call('cancel-order', { as, path });
    expect(json.status_reason).toBe('canceled_by_administrator');
    expect(json.closed_by).toEqual({ id: 'root', username: 'root' });
    expect((await api.call('get-order', onOrder(id))).json.closed_by).toEqual(json.closed_by);
  });

  test("all of them returns the outcome of each, and canceling one stock's leaves the others", async () => {
    const orders = [await placed(), await placed({ upper_bound: 5 })];
    const other = { stock_id: '00000000-0000-4000-8000-000000000000' };
    const none = await api.call('cancel-orders', { as: me(), query: other });
    expect(none.json).toEqual({ results: [], next: null });
    const { json } = await api.call('cancel-orders', { as: me(), query: ALL });
    expect(json.next).toBeNull();
    expect(json.results).toMatchObject(
      orders
        .toReversed()
        .map(({ id }) => ({ order_id: id, outcome: 'canceled', order: { status: 'canceled' } })),
    );
    expect((await api.call('get-user', { as: me() })).json).toMatchObject({ frozen: 0, balance: 960 });
  });

  test('all of them shows which was filled a moment before', async () => {
    const { id } = await placed({ upper_bound: 5 });
    interfere(api.store, {
      on: 'TransactWriteItems',
      before: () => tick(api.store, { price: 5, availability: 10, at: seconds(1) }),
    });
    const { json } = await api.call('cancel-orders', { as: me(), query: ALL });
    expect(json.results).toMatchObject([
      { order_id: id, outcome: 'order_closed', order: { status: 'filled' } },
    ]);
  });

  test('without a stock or all of them named cancels nothing, as with an empty order id', async () => {
    await placed();
    for (const query of [{}, { cursor: 'eyJQSyI6IlVTRVIifQ' }]) {
      const answer = await changingNothing(api.store, () =>
        api.call('cancel-orders', { as: me(), query, headers: { 'idempotency-key': 'k' } }),
      );
      expect([answer.status, answer.json.code]).toEqual([400, 'selection_required']);
    }
  });

  test.each([[{ all: 'false' }], [{ all: '' }], [{ all: 'yes' }], [{ ...ALL, stock_id: CIB }]])(
    'with %j cancels nothing',
    async (query) => {
      await placed();
      const answer = await changingNothing(api.store, () => api.call('cancel-orders', { as: me(), query }));
      expect([answer.status, answer.json.errors[0].field]).toEqual([400, 'all']);
    },
  );

  test('more than a hundred takes another call, starting from the cursor', async () => {
    for (let count = 0; count < 101; count++) await buy(api.store, ann, { total: 1, upper: 1 });
    const first = await api.call('cancel-orders', { as: me(), query: ALL });
    expect(first.json.results).toHaveLength(100);
    const second = await api.call('cancel-orders', { as: me(), query: { ...ALL, cursor: first.json.next } });
    expect([second.json.results.length, second.json.next]).toEqual([1, null]);
  });
});

describe('replacing', () => {
  test('returns the order on its new terms', async () => {
    const { id } = await placed();
    const { json } = await api.call('replace-order', { ...onOrder(id), body: { total: 8, upper_bound: 11 } });
    expect(json).toMatchObject({
      total: 8,
      filled: 4,
      upper_bound: 11,
      hold: { initial: 120, captured: 40, released: 36, remaining: 44 },
    });
  });

  test('with null removes a bound, and what is left out stays', async () => {
    const { id } = await placed({ lower_bound: 2 });
    const { json } = await api.call('replace-order', { ...onOrder(id), body: { lower_bound: null } });
    expect(json).toMatchObject({ lower_bound: null, upper_bound: 12, total: 10 });
  });

  test.each<[object, string]>([
    [{ total: 4 }, 'total_already_filled'],
    [{ lower_bound: 13 }, 'invalid_bounds'],
    [{ upper_bound: null }, 'invalid_request'],
    [{ total: 1000 }, 'insufficient_funds'],
  ])('%j is a 400 %s, and changes nothing', async (body, code) => {
    const { id } = await placed();
    const replace = () => api.call('replace-order', { ...onOrder(id), body });
    const { status, json } = await changingNothing(api.store, replace);
    expect([status, json.code]).toEqual([400, code]);
  });
});

test('a replacement that removes a required bound is told which', async () => {
  const { id } = await placed();
  const { json } = await api.call('replace-order', { ...onOrder(id), body: { upper_bound: null } });
  expect(json.errors).toEqual([{ field: 'upper_bound', message: 'is required for limit orders' }]);
});

test('while the store refuses, nothing is placed: 503 with Retry-After', async () => {
  const throttled = failing(named('ThrottlingException'));
  interfere(api.store, { on: 'TransactWriteItems', times: 1000, before: throttled });
  const body = { stock_id: CIB, total: 1, upper_bound: 12 };
  const place = () => api.call('place-buy', { as: me(), body });
  const { status, headers } = await changingNothing(api.store, place);
  expect([status, headers['retry-after']]).toEqual([503, '1']);
  expect(await shares(api.store, ann)).toMatchObject({ available: 0 });
});

test('a bug is a 500 that reveals nothing about it', async () => {
  interfere(api.store, { before: failing(named('ValidationException')) });
  const { status, text } = await api.call('get-order', onOrder(anOrderId()));
  expect(status).toBe(500);
  expect(text).not.toMatch(/Validation|injected/);
});
