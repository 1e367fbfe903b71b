import type { OrderId, UserId } from '../../functions/domain/ids';
import { after, formatInstant, MICROSECONDS } from '../../functions/domain/instant';
import { useStore } from '../../functions/environment';
import { cancelOrder } from '../../functions/storage/transactions/cancel-order';
import { placeOrder } from '../../functions/storage/transactions/place-order';
import { openApi, type TestApi } from '../../testing/api';
import { accepted, aRequest, aUser, buy, OPTIONS, seconds, sell, tick, units } from '../../testing/builders';

/** The store's clock is the handler's, and starts at noon. */
let api: TestApi;
let ann: UserId;
let bob: UserId;
let at = 0;

beforeAll(async () => {
  api = await openApi();
  useStore(api.store);
});

beforeEach(async () => {
  [ann, bob] = [await aUser(api.store, { cash: 100_000 }), await aUser(api.store, { cash: 100_000 })];
});

async function priced(price: number, availability = 0): Promise<void> {
  api.store.clock.advance({ seconds: 1 });
  await tick(api.store, { price, availability, at: seconds(++at) });
}

async function explained(orderId: OrderId, userId = ann) {
  const { status, json } = await api.call('explain-order', { as: { userId }, path: { order_id: orderId } });
  expect(status).toBe(200);
  return json;
}

/** Everything that Ann and Bob have open, so that no test stands in the way of another. */
const open: [UserId, OrderId][] = [];
afterEach(async () => {
  for (const [userId, orderId] of open.splice(0))
    await cancelOrder(api.store, { userId, orderId, status: 'canceled', reason: 'test' });
});

async function waiting(side: 'buy' | 'sell', userId: UserId, parts: object) {
  const order = await (side === 'buy' ? buy : sell)(api.store, userId, parts);
  open.push([userId, order.id]);
  return order;
}

test.each([
  [
    'a buy below the price',
    'buy',
    { upper: 9.5 },
    10,
    { code: 'price_above_bounds', bound: 9.5, distance: 0.5 },
  ],
  [
    'a buy above the price',
    'buy',
    { upper: 12, lower: 11 },
    10,
    { code: 'price_below_bounds', bound: 11, distance: 1 },
  ],
] as const)('%s says how far away the price is', async (_what, side, parts, price, reason) => {
  await priced(price, 100);
  const { id } = await waiting(side, ann, { total: 10, ...parts });
  const answer = await explained(id);
  expect(answer).toMatchObject({ order: { id }, ahead: null, fills: [], is_complete: true });
  expect(answer.reasons).toMatchObject([{ ...reason, price }]);
  expect(answer.summary).toMatch(
    `None of 10 shares filled. The price, ${price.toFixed(2)}, is ${reason.distance.toFixed(2)} `,
  );
});

test('a sell below its bound', async () => {
  await priced(10, 100);
  await buy(api.store, ann, { total: 10, upper: 10 });
  const { id } = await waiting('sell', ann, { total: 10, lower: 12 });
  expect((await explained(id)).reasons).toMatchObject([
    { code: 'price_below_bounds', bound: 12, distance: 2 },
  ]);
});

test('at a price that fits, it says what became of the offer and which orders have priority', async () => {
  await priced(20);
  await waiting('buy', bob, { total: 100, upper: 11 });
  await waiting('buy', bob, { total: 70, upper: 10 });
  const { id } = await waiting('buy', ann, { total: 50, upper: 10 });
  await waiting('buy', bob, { total: 30, upper: 10 });
  await priced(10, 40);
  expect(await explained(id)).toMatchObject({
    reasons: [{ code: 'quote_used_up', price: 10, offered: 40 }],
    ahead: { orders: 2, shares: 130, is_complete: true },
    summary:
      'None of 50 shares filled. The price of 10.00 fits, but what the tick offered, 40 shares, is taken. ' +
      '2 orders have priority over it, with 130 shares left to fill.',
  });
  await priced(10, 0);
  expect((await explained(id)).reasons).toMatchObject([{ code: 'nothing_offered' }]);
});

test('a stale quote fills nothing placed after it', async () => {
  await priced(10, 40);
  const received = formatInstant(api.store.now());
  api.store.clock.advance({ seconds: 61 });
  const { id } = await waiting('buy', ann, { total: 50, upper: 10 });
  expect((await explained(id)).reasons).toMatchObject([{ code: 'quote_quiet', received_at: received }]);
});

test('a stop says how far away its trigger is, and an exit both of its prices', async () => {
  await priced(10, 100);
  const ofType = async (type: 'stop' | 'exit', side: 'buy' | 'sell', prices: object) => {
    const request = { ...aRequest(side, { userId: ann, total: 10 }), ...prices, type, lowerBound: undefined };
    const order = accepted(await placeOrder(api.store, request, OPTIONS));
    open.push([ann, order.id]);
    return order.id;
  };
  const stop = await ofType('stop', 'buy', { stopPrice: units(12), upperBound: undefined });
  expect((await explained(stop)).reasons).toMatchObject([{ code: 'not_triggered', bound: 12, distance: 2 }]);
  await buy(api.store, ann, { total: 10, upper: 10 });
  const exit = await ofType('exit', 'sell', { exit: { takeProfit: units(15), stopLoss: units(9) } });
  expect((await explained(exit)).reasons).toMatchObject([
    { code: 'not_triggered', bound: 9, distance: 1 },
    { code: 'price_below_bounds', bound: 15, distance: 5 },
  ]);
});

test('a closed order says how it got there, fill by fill', async () => {
  await priced(20);
  const { id } = await waiting('buy', ann, { total: 50, upper: 10 });
  for (const price of [10, 9, 8]) await priced(price, 10);
  expect((await explained(id)).fills).toHaveLength(3);
  await cancelOrder(api.store, { userId: ann, orderId: id, status: 'canceled', reason: 'canceled_by_user' });
  const answer = await explained(id);
  expect(answer).toMatchObject({
    summary: 'Canceled. 30 of 50 shares filled at 9.00 on average.',
    ...{ reasons: [], ahead: null, is_complete: true },
  });
  expect(answer.fills.map((fill: Record<string, unknown>) => [fill.stock_price, fill.total_count])).toEqual([
    [10, 10],
    [9, 10],
    [8, 10],
  ]);
});

test('an order that took all the tick offered itself names no others', async () => {
  await priced(10, 1);
  const { id } = await waiting('buy', ann, { total: 2, upper: 10 });
  expect((await explained(id)).summary).toBe(
    '1 of 2 shares filled at 10.00 on average. The price of 10.00 fits, but what the tick offered, 1 share, is taken. ' +
      'No orders have priority over it.',
  );
});

test('an immediate-or-cancel order says that it gave up the rest', async () => {
  await priced(10, 5);
  const { id } = await buy(api.store, ann, { total: 10, upper: 10, timeInForce: 'ioc' });
  expect((await explained(id)).summary).toBe(
    'Expired: what could not be filled at once was given up. 5 of 10 shares filled at 10.00 on average.',
  );
});

test('a fill-or-kill order says that it was rejected, and one past its time that it expired', async () => {
  await priced(10, 5);
  const request = aRequest('buy', { userId: ann, total: 10, upper: 10, timeInForce: 'fok' });
  const { id } = accepted(await placeOrder(api.store, request, OPTIONS));
  expect((await explained(id)).summary).toMatch(
    /^Rejected: it could not be filled completely at once\. None of 10/,
  );
  const expiresAt = after(api.store.now(), MICROSECONDS.second);
  const due = await waiting('buy', ann, { total: 10, upper: 1, timeInForce: 'gtd', expiresAt });
  api.store.clock.advance({ seconds: 2 });
  expect(await explained(due.id)).toMatchObject({
    summary: 'Expired. None of 10 shares filled.',
    reasons: [],
  });
});

test("its reads don't grow with the book or the ledger, and it says where it stops", async () => {
  const readsOf = async (id: OrderId) => {
    let answer = await explained(id);
    const reads = await api.store.meter.measure(async () => {
      answer = await explained(id);
    });
    return { answer, reads };
  };
  await priced(20);
  for (let count = 0; count < 3; count++) await waiting('buy', bob, { total: 2, upper: 11 });
  const { id } = await waiting('buy', ann, { total: 5, upper: 10 });
  await priced(10, 1);
  const few = await readsOf(id);
  expect(few.answer.ahead).toEqual({ orders: 3, shares: 5, is_complete: true });
  await priced(20);
  for (let count = 0; count < 60; count++) await waiting('buy', bob, { total: 2, upper: 11 });
  await priced(10, 1);
  const many = await readsOf(id);
  expect(many.answer.ahead).toEqual({ orders: 20, shares: 40, is_complete: false });
  expect(many.answer.summary).toMatch(/At least 20 orders have priority over it/);
  expect([few.reads.calls, many.reads.calls]).toEqual([4, 4]);
  // The order, the stock, a page of the book, and the twenty orders of it.
  expect(many.reads.readUnits).toBeLessThan(25);
});

test("somebody else's order is not found", async () => {
  const { id } = await waiting('buy', bob, { total: 1, upper: 1 });
  const { status, json } = await api.call('explain-order', { as: { userId: ann }, path: { order_id: id } });
  expect([status, json.code]).toEqual([404, 'order_not_found']);
});
