import type { OrderId, UserId } from '../../../functions/domain/ids';
import { quantity } from '../../../functions/domain/money';
import { holdOf, type Order } from '../../../functions/domain/order';
import type { TermsChange } from '../../../functions/domain/replacement';
import { readOrder } from '../../../functions/storage/queries/read-order';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { replaceOrder } from '../../../functions/storage/transactions/replace-order';
import { type Ann, openMarket } from '../../../testing/ann';
import {
  accepted,
  anOrderId,
  aUser,
  buy,
  CIB,
  OPTIONS,
  seconds,
  sell,
  shares,
  tick,
  units,
} from '../../../testing/builders';
import { interfere } from '../../../testing/interference';
import { remembering } from '../../../testing/remembering';
import type { TestStore } from '../../../testing/test-store';
import { changingNothing, itemsOf } from '../../../testing/whole-table';

let store: TestStore;
let ann: Ann;
beforeEach(async () => {
  ({ store, ann } = await openMarket({ cash: 1000, price: 20 }));
});

function replace(orderId: OrderId, change: TermsChange, key?: string, userId = ann.id) {
  const options = { ...OPTIONS, remember: remembering<Order>(userId, key) };
  return replaceOrder(store, { userId, orderId, change }, options);
}

const to = (total: number, upper?: number, lower?: number): TermsChange => ({
  total: quantity(total),
  ...(upper !== undefined && { upperBound: units(upper) }),
  ...(lower !== undefined && { lowerBound: units(lower) }),
});

describe('the hold follows the new terms', () => {
  test.each<[string, TermsChange, number]>([
    ['up with the total', to(50), 500],
    ['down with the total', to(20), 200],
    ['up with the bound', { upperBound: units(20) }, 600],
    ['down with the bound', { upperBound: units(5) }, 150],
    ['not with the other bound', { lowerBound: units(4) }, 300],
    ['to all the money there is', to(100), 1000],
  ])('%s', async (_, change, held) => {
    const { id } = await ann.buy({ total: 30, upper: 10 });
    const order = accepted(await replace(id, change));
    expect(holdOf(order).remaining).toBe(units(held));
    expect(await ann.balance()).toEqual({ available: units(1000 - held), frozen: units(held) });
    expect(await ann.order({ id })).toEqual(order);
    expect(await itemsOf(store, 'BOOK#')).toHaveLength(1);
  });

  test('of a sell, in shares', async () => {
    const bob = await holder(10);
    const { id } = await sell(store, bob, { total: 4, lower: 50 });
    await replace(id, to(7), undefined, bob);
    expect(await shares(store, bob)).toMatchObject({ available: 3, frozen: 7 });
    await replace(id, to(2), undefined, bob);
    expect(await shares(store, bob)).toMatchObject({ available: 8, frozen: 2 });
  });

  test('of an order filled in part, for what remains of it', async () => {
    const { id } = await ann.buy({ total: 30, upper: 10 });
    await tick(store, { price: 8, availability: 10, at: seconds(1) });
    const order = accepted(await replace(id, to(25, 6)));
    expect(order).toMatchObject({ total: 25, remaining: 15, status: 'partially_filled' });
    const { initial, captured, released, remaining } = holdOf(order);
    expect(captured + released + remaining).toBe(initial);
    expect(await ann.balance()).toEqual({ available: units(1000 - 80 - 90), frozen: units(90) });
  });
});

describe('time priority', () => {
  test.each<[string, TermsChange, boolean]>([
    ['stays with a smaller total', to(5), true],
    ['stays with another lower bound', { lowerBound: units(4) }, true],
    ['goes with a larger total', to(11), false],
    ['goes with another price, also when it comes back', { upperBound: units(11) }, false],
  ])('%s', async (_, change, isFirst) => {
    const bob = await aUser(store, { cash: 100 });
    const mine = await ann.buy({ total: 10, upper: 10 });
    const others = await buy(store, bob, { total: 10, upper: 10 });
    await replace(mine.id, change);
    await replace(mine.id, { upperBound: units(10) });
    await tick(store, { price: 10, availability: 1, at: seconds(1) });
    const filled = isFirst ? ([ann.id, mine.id] as const) : ([bob, others.id] as const);
    expect(await readOrder(store, ...filled)).toMatchObject({ status: 'partially_filled' });
  });
});

const isNeeded = {
  code: 'invalid_request',
  errors: [{ field: 'upper_bound', message: 'is required for limit orders' }],
};

test.each<[string, (id: OrderId) => Promise<unknown>, TermsChange, string | typeof isNeeded]>([
  ['a lower bound above the upper', ok, { lowerBound: units(11) }, 'invalid_bounds'],
  ['a buy without its upper bound', ok, { upperBound: null }, isNeeded],
  ['a value beyond all amounts', ok, to(100_000_000_000, 2), 'order_too_large'],
  ['more than there is money for', ok, to(101), 'insufficient_funds'],
  ['a total that is filled already', (id) => fillTenOf(id), to(10), 'total_already_filled'],
  ['a canceled order', (id) => cancel(id), to(5), 'order_closed'],
])('%s is refused and changes nothing', async (_, prepare, change, refusal) => {
  const { id } = await ann.buy({ total: 30, upper: 10 });
  await prepare(id);
  const { code, ...why } = typeof refusal === 'string' ? { code: refusal } : refusal;
  const rejection = { rejected: code, ...why };
  expect(await changingNothing(store, () => replace(id, change))).toEqual(rejection);
  expect(await changingNothing(store, () => replace(id, change, 'k'))).toEqual(rejection);
});

test('an unknown order, or one of somebody else, is refused', async () => {
  const { id } = await ann.buy({ total: 30, upper: 10 });
  expect(await replace(anOrderId(), to(5))).toEqual({ rejected: 'order_not_found' });
  const asBob = () => replace(id, to(5), undefined, 'bob' as UserId);
  expect(await changingNothing(store, asBob)).toEqual({ rejected: 'order_not_found' });
});

test('a sell can not grow beyond the shares there are', async () => {
  const bob = await holder(10);
  const { id } = await sell(store, bob, { total: 4, lower: 50 });
  const grow = () => replace(id, to(11), undefined, bob);
  expect(await changingNothing(store, grow)).toEqual({ rejected: 'insufficient_shares' });
});

test('under a key that has been answered nothing is replaced', async () => {
  const { id } = await ann.buy({ total: 30, upper: 10 });
  await replace(id, to(20), 'k');
  expect(await changingNothing(store, () => replace(id, to(10), 'k'))).toEqual({ rejected: 'repeated' });
});

test('an order that has expired can no longer be replaced, though the sweep has not come yet', async () => {
  const { id } = await ann.buy({ total: 30, upper: 10, timeInForce: 'gtd', expiresAt: seconds(5) });
  store.clock.advance({ seconds: 5 });
  expect(await changingNothing(store, () => replace(id, to(20)))).toEqual({ rejected: 'order_closed' });
});

test('new terms that meet the quote are filled by it at once', async () => {
  await tick(store, { price: 15, availability: 4, at: seconds(1) });
  const { id } = await ann.buy({ total: 10, upper: 10 });
  expect(await replace(id, { upperBound: units(15) })).toMatchObject({ remaining: 6 });
  expect(await ann.balance()).toEqual({ available: units(850), frozen: units(90) });
});

test('a replacement that opens a band makes a tick find the order there', async () => {
  const { id } = await ann.buy({ total: 10, upper: 10 });
  await replace(id, { lowerBound: units(9) });
  expect((await readStock(store, CIB))?.bands.buy).toHaveLength(2);
  await tick(store, { price: 9, availability: 10, at: seconds(1) });
  expect(await ann.order({ id })).toMatchObject({ status: 'filled' });
});

describe('against a change in between', () => {
  test('by a fill of the whole order it is too late', async () => {
    const { id } = await ann.buy({ total: 10, upper: 10 });
    interfere(store, {
      on: 'TransactWriteItems',
      before: () => tick(store, { price: 10, availability: 10, at: seconds(1) }),
    });
    expect(await replace(id, to(20))).toEqual({ rejected: 'order_closed' });
    expect(await ann.balance()).toEqual({ available: units(900), frozen: 0n });
  });

  test('by a tick that passes the order by, the new terms meet its quote all the same', async () => {
    const { id } = await ann.buy({ total: 10, upper: 10 });
    interfere(store, {
      on: 'TransactWriteItems',
      before: () => tick(store, { price: 15, availability: 10, at: seconds(1) }),
    });
    expect(await replace(id, { upperBound: units(15) })).toMatchObject({ status: 'filled' });
  });

  test('by a fill of a part it starts over from what remains', async () => {
    const { id } = await ann.buy({ total: 10, upper: 10 });
    interfere(store, {
      on: 'TransactWriteItems',
      before: () => tick(store, { price: 10, availability: 4, at: seconds(1) }),
    });
    expect(await replace(id, to(20))).toMatchObject({ total: 20, remaining: 16 });
    expect(await ann.balance()).toEqual({ available: units(800), frozen: units(160) });
  });

  test('of replacements at once all are made, one after the other', async () => {
    const { id } = await ann.buy({ total: 10, upper: 10 });
    await Promise.all([11, 12, 13, 14].map((total) => replace(id, to(total))));
    const order = await ann.order({ id });
    expect(order).toMatchObject({ version: 5 });
    expect((await ann.balance()).frozen).toBe(units(10 * (order?.total ?? 0)));
    expect(await itemsOf(store, 'BOOK#')).toHaveLength(1);
  });

  test('by a replacement the tick that read the older terms looks again', async () => {
    const { id } = await ann.buy({ total: 10, upper: 10 });
    interfere(store, { on: 'BatchGetItem', before: () => replace(id, { upperBound: units(9) }) });
    await tick(store, { price: 10, availability: 10, at: seconds(1) });
    expect(await ann.order({ id })).toMatchObject({ status: 'new', upperBound: units(9) });
  });

  test('by a replacement that loses its place the next in line is filled first', async () => {
    const bob = await aUser(store, { cash: 100 });
    const mine = await ann.buy({ total: 10, upper: 10 });
    const others = await buy(store, bob, { total: 10, upper: 10 });
    interfere(store, { on: 'BatchGetItem', before: () => replace(mine.id, to(11)) });
    await tick(store, { price: 10, availability: 10, at: seconds(1) });
    expect(await readOrder(store, bob, others.id)).toMatchObject({ status: 'filled' });
    expect(await ann.order(mine)).toMatchObject({ status: 'new', total: 11 });
  });
});

async function ok(): Promise<void> {}

async function cancel(orderId: OrderId) {
  return await ann.cancel({ id: orderId });
}

async function fillTenOf(_: OrderId): Promise<void> {
  await tick(store, { price: 10, availability: 10, at: seconds(1) });
}

async function holder(count: number): Promise<UserId> {
  const user = await aUser(store, { cash: 20 * count });
  await tick(store, { price: 20, availability: count, at: seconds(1) });
  await buy(store, user, { total: count, upper: 20 });
  return user;
}
